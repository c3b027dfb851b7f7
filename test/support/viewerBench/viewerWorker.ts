import { greyPixels, proposedWindow } from '../../../shared/dicom/display/displayGrey.ts';
import { succeed } from '../../../shared/errors/result.ts';
import type { Voi } from '../../../shared/dicom/display/voi.ts';
import { openAnimation } from '../../../renderer/viewer/frames/animation/openAnimation.ts';
import type { FrameContent, OpenFrameSource } from '../../../renderer/viewer/frames/frameSource.ts';
import { openStill } from '../../../renderer/viewer/frames/still/openStill.ts';
import { opaqueBitmap } from '../../../renderer/viewer/window/opaqueBitmap.ts';

/** The viewer's sources of stills and animations and what makes pictures of grey, beside what they stand on, in turns. Milliseconds of each step. */

export interface ViewerAsked {
  /** Frames of an animation in this order. */
  readonly animation: { readonly url: string; readonly contentType: string; readonly frames: readonly number[] };
  /** From bytes to the first picture, which the page paints: it answers `painted` when it has. `alone`: without what it is compared with. */
  readonly still: { readonly url: string; readonly contentType: string; readonly times: number; readonly alone: boolean };
  /** Parts of a large one that fill a screen at 1:1, each farther to the right, once the first is there; the page paints them. */
  readonly parts: ViewerAsked['still'];
  /** A new window over the same 16-bit values, as far as a picture that can be drawn. */
  readonly window: { readonly side: number; readonly times: number };
}

export interface ComparedSteps {
  readonly ours: readonly number[];
  readonly reference: readonly number[];
}

type Asked = { readonly [Kind in keyof ViewerAsked]: { readonly id: number; readonly kind: Kind; readonly request: ViewerAsked[Kind] } }[keyof ViewerAsked];

const never = new AbortController().signal;

let painted: (() => void) | null = null;

self.addEventListener('message', (event: MessageEvent<Asked | 'painted'>) => {
  if (event.data === 'painted') {
    painted?.();
    return;
  }
  const asked = event.data;
  void answer(asked).then((value) => self.postMessage({ id: asked.id, value }));
});

function answer(asked: Asked): Promise<unknown> {
  switch (asked.kind) {
    case 'animation':
      return animation(asked.request);
    case 'still':
      return still(asked.request);
    case 'parts':
      return parts(asked.request);
    case 'window':
      return windowOver(asked.request);
  }
}

async function contentOf(url: string, contentType: string): Promise<{ readonly blob: Blob; readonly content: FrameContent }> {
  const blob = new Blob([await (await fetch(url)).arrayBuffer()], { type: contentType });
  return { blob, content: { url, contentType, blob: () => Promise.resolve(succeed(blob)) } };
}

async function opened(open: OpenFrameSource, content: FrameContent) {
  const source = await open(content, never);
  if (!source.ok) throw new Error(source.error.code);
  return source.value;
}

async function animation({ url, contentType, frames }: ViewerAsked['animation']): Promise<ComparedSteps> {
  const { blob, content } = await contentOf(url, contentType);
  const source = await opened(openAnimation, content);
  const decoder = new ImageDecoder({ data: await blob.arrayBuffer(), type: contentType, preferAnimation: true });
  await decoder.completed;
  const [ours, reference]: [number[], number[]] = [[], []];
  for (const frameIndex of frames) {
    reference.push(await timed(async () => (await decoder.decode({ frameIndex })).image.close()));
    ours.push(await timed(async () => {
      const frame = await source.frame(frameIndex, never);
      if (frame.ok) frame.value.close();
    }));
  }
  decoder.close();
  source.close();
  return { ours, reference };
}

async function still({ url, contentType, times, alone }: ViewerAsked['still']): Promise<ComparedSteps> {
  const { blob, content } = await contentOf(url, contentType);
  const [ours, reference]: [number[], number[]] = [[], []];
  for (let time = 0; time < times; time += 1) {
    if (!alone) reference.push(await timed(async () => (await createImageBitmap(blob)).close()));
    let image: ImageBitmap | null = null;
    ours.push(await timed(async () => {
      const source = await opened(openStill, content);
      const frame = await source.frame(0, never);
      if (frame.ok && frame.value.kind === 'picture' && frame.value.image instanceof ImageBitmap) image = frame.value.image;
      source.close();
    }));
    await paint(image);
  }
  return { ours, reference };
}

async function parts({ url, contentType, times, alone }: ViewerAsked['parts']): Promise<ComparedSteps> {
  const { blob, content } = await contentOf(url, contentType);
  const source = await opened(openStill, content);
  const [ours, reference]: [number[], number[]] = [[], []];
  for (let time = -1; time < times; time += 1) {
    const [left, top, width, height] = [(time + 1) * 64, 1000, 2160, 1350];
    let image: ImageBitmap | null = null;
    const step = await timed(async () => {
      const part = await source.parts?.decode(0, { left, top, width, height, outWidth: width, outHeight: height }, never);
      if (part?.ok === true) image = part.value;
    });
    await paint(image);
    if (time < 0) continue;
    ours.push(step);
    if (!alone) reference.push(await timed(async () => (await createImageBitmap(blob, left, top, width, height)).close()));
  }
  source.close();
  return { ours, reference };
}

/** By the page, as the window does it. */
async function paint(image: ImageBitmap | null): Promise<void> {
  if (image === null) throw new Error('no picture');
  const { promise, resolve } = Promise.withResolvers<void>();
  painted = resolve;
  self.postMessage({ image }, { transfer: [image] });
  await promise;
}

async function windowOver({ side, times }: ViewerAsked['window']): Promise<ComparedSteps> {
  const values = Uint16Array.from({ length: side * side }, (_, index) => (index * 2654435761) >>> 20);
  const voi: Voi = { modality: { kind: 'rescale', slope: 1, intercept: 0 }, unit: null, presets: [], inverse: false };
  const picture = new ImageData(side, side);
  const pixels = new Uint32Array(picture.data.buffer);
  const proposed = proposedWindow(values, voi);
  const [ours, reference]: [number[], number[]] = [[], []];
  for (let time = 0; time < times; time += 1) {
    reference.push(await timed(async () => (await opaqueBitmap(picture)).close()));
    ours.push(await timed(async () => {
      greyPixels(values, voi, proposed.kind === 'window' ? { ...proposed, centre: proposed.centre + time } : proposed, pixels);
      (await opaqueBitmap(picture)).close();
    }));
  }
  return { ours, reference };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
