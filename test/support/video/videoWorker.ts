import type { FrameSource } from '../../../renderer/viewer/frames/frameSource.ts';
import { openSound } from '../../../renderer/viewer/audio/openSound.ts';
import { openVideo } from '../../../renderer/viewer/frames/video/openVideo.ts';
import { VideoFrames } from '../../../renderer/viewer/frames/video/VideoFrames.ts';
import { burntSize, readBurntIndex } from './burntIndex.ts';
import { makeClip, type Clip } from './makeClip.ts';

/** The viewer's source of video frames in a worker of its own, asked one thing at a time. Answers numbers, or a failure's code in their place. */

export interface VideoAsked {
  /** `budgetBytes`: of decoded frames that are kept; without it what the viewer keeps. */
  readonly open: { readonly url: string; readonly budgetBytes?: number };
  /** Reads the number burnt into each of these frames, one after the other; `milliseconds` of each step. */
  readonly read: { readonly frames: readonly number[] };
  /** Asks for a frame and gives it up at once, `times` over; then reads `frame`. */
  readonly giveUp: { readonly frames: readonly number[]; readonly frame: number };
  /** The colour at a share of width and height. */
  readonly colourAt: { readonly frame: number; readonly x: number; readonly y: number };
  /** Decodes a few frames from everywhere, whatever they show. */
  readonly sample: { readonly url: string };
  /** Reads all of a sound; `highest` of its peaks. */
  readonly sound: { readonly url: string; readonly parts: number };
  /** Encodes a clip here. */
  readonly make: Clip;
  /** Steps through these frames, one each `everyMilliseconds`, and hands each to the page, as the viewer does; how long each step took. */
  readonly paced: { readonly frames: readonly number[]; readonly everyMilliseconds: number };
  readonly close: object;
}

export interface OpenedAnswer {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly durations: readonly (number | null)[] | null;
}

export interface ReadAnswer {
  readonly seen: readonly (number | string | null)[];
  /** Of each step, until it was drawn; `ready`: until the frame was there to be drawn. */
  readonly milliseconds: readonly number[];
  readonly ready: readonly number[];
  /** The most the source kept at once. */
  readonly keptBytes: number;
  /** Of the last frame, as it is drawn. */
  readonly size: readonly [number, number];
}

export interface SoundAnswer {
  readonly duration: number;
  readonly pictureStart: number;
  /** Lowest and highest of each part by turns; null where nothing was heard. */
  readonly peaks: readonly (number | null)[];
}

type Asked = { readonly [Kind in keyof VideoAsked]: { readonly id: number; readonly kind: Kind; readonly request: VideoAsked[Kind] } }[keyof VideoAsked];

const canvas = new OffscreenCanvas(burntSize.width, burntSize.height);
const context = canvas.getContext('2d', { willReadFrequently: true });
const never = new AbortController().signal;
let source: FrameSource | null = null;
let size: readonly [number, number] = [0, 0];

self.addEventListener('message', (event: MessageEvent<Asked>) => {
  void answer(event.data).then((value: unknown) => self.postMessage({ id: event.data.id, value }));
});

function answer(asked: Asked): Promise<unknown> {
  switch (asked.kind) {
    case 'open':
      return open(asked.request.url, asked.request.budgetBytes);
    case 'read':
      return read(asked.request.frames);
    case 'giveUp':
      return giveUp(asked.request.frames, asked.request.frame);
    case 'colourAt':
      return colourAt(asked.request);
    case 'sample':
      return sample(asked.request.url);
    case 'sound':
      return sound(asked.request.url, asked.request.parts);
    case 'make':
      return makeClip(asked.request);
    case 'paced':
      return paced(asked.request);
    case 'close':
      source?.close();
      source = null;
      return Promise.resolve(null);
  }
}

async function open(url: string, budgetBytes?: number): Promise<OpenedAnswer | string> {
  source?.close();
  const opened = await openVideo({ url, contentType: 'video/mp4', blob: () => Promise.reject(new Error('a video is never read as a whole')) }, never, budgetBytes);
  source = opened.ok ? opened.value : null;
  if (!opened.ok) return opened.error.detail === undefined ? opened.error.code : `${opened.error.code}: ${opened.error.detail}`;
  const { count, width, height, bits, durations } = opened.value;
  return { count, width, height, bits, durations };
}

/** Draws the frame over the whole canvas, as the viewer does. @param onReady the frame is there to be drawn. */
async function draw(frame: number, onReady: () => void = () => undefined): Promise<string | null> {
  const decoded = await source?.frame(frame, never);
  onReady();
  if (decoded === undefined) return 'nothing is open';
  if (!decoded.ok) return decoded.error.code;
  if (decoded.value.kind === 'picture') {
    const { image } = decoded.value;
    size = 'displayWidth' in image ? [image.displayWidth, image.displayHeight] : [image.width, image.height];
    context?.drawImage(image, 0, 0, canvas.width, canvas.height);
  }
  decoded.value.close();
  return null;
}

const pixels = () => context?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();

async function read(frames: readonly number[]): Promise<ReadAnswer> {
  const seen: (number | string | null)[] = [];
  const [milliseconds, ready]: [number[], number[]] = [[], []];
  let keptBytes = 0;
  for (const frame of frames) {
    const started = performance.now();
    const failure = await draw(frame, () => ready.push(performance.now() - started));
    milliseconds.push(performance.now() - started);
    seen.push(failure ?? readBurntIndex(pixels()));
    if (source instanceof VideoFrames) keptBytes = Math.max(keptBytes, source.keptBytes);
  }
  return { seen, milliseconds, ready, keptBytes, size };
}

async function giveUp(frames: readonly number[], frame: number): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (const given of frames) {
    const controller = new AbortController();
    const asked = source?.frame(given, controller.signal);
    controller.abort();
    const result = await asked;
    outcomes.push(result === undefined ? 'nothing is open' : result.ok ? 'decoded' : result.error.code);
    if (result?.ok === true) result.value.close();
  }
  return [...outcomes, String((await draw(frame)) ?? readBurntIndex(pixels()))];
}

async function colourAt({ frame, x, y }: VideoAsked['colourAt']): Promise<readonly number[] | string> {
  const failure = await draw(frame);
  if (failure !== null) return failure;
  const at = (Math.floor(y * canvas.height) * canvas.width + Math.floor(x * canvas.width)) * 4;
  return [...pixels().subarray(at, at + 3)];
}

async function sample(url: string): Promise<string> {
  const opened = await open(url);
  if (typeof opened === 'string') return opened;
  const frames = [0, Math.floor(opened.count / 2), opened.count - 1, Math.floor(opened.count / 3)];
  const outcomes: string[] = [];
  for (const frame of frames) outcomes.push((await draw(frame)) ?? 'decoded');
  source?.close();
  source = null;
  return outcomes.every((outcome) => outcome === 'decoded') ? 'decoded' : outcomes.find((outcome) => outcome !== 'decoded') ?? 'decoded';
}

async function sound(url: string, parts: number): Promise<SoundAnswer | string> {
  const opened = await openSound(url, never);
  if (!opened.ok) return opened.error.code;
  if (opened.value === null) return 'no sound';
  const read = await opened.value.readPeaks(parts, () => undefined);
  opened.value.close();
  if (!read.ok) return read.error.code;
  return { ...opened.value.description, peaks: [...read.value.values].map((value) => (Number.isNaN(value) ? null : value)) };
}

async function paced({ frames, everyMilliseconds }: VideoAsked['paced']): Promise<readonly number[]> {
  const steps: number[] = [];
  let due = performance.now();
  for (const frame of frames) {
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => { setTimeout(resolve, wait); });
    const started = performance.now();
    due = Math.max(due, started) + everyMilliseconds;
    const decoded = await source?.frame(frame, never);
    steps.push(performance.now() - started);
    if (decoded?.ok === true && decoded.value.kind === 'picture') self.postMessage({ image: decoded.value.image }, { transfer: [decoded.value.image] });
  }
  return steps;
}
