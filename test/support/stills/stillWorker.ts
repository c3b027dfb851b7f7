import { openAnimation } from '../../../renderer/viewer/frames/animation/openAnimation.ts';
import type { DecodedFrame, FrameSource } from '../../../renderer/viewer/frames/frameSource.ts';
import { openDicomFrames } from '../../../renderer/viewer/frames/dicom/openDicomFrames.ts';
import { openMainSideFrames } from '../../../renderer/viewer/frames/mainSide/openMainSideFrames.ts';
import { openContent } from '../../../renderer/viewer/frames/openContent.ts';
import { openStill } from '../../../renderer/viewer/frames/still/openStill.ts';
import type { FrameRegion } from '../../../shared/ipc/decodedFrames.ts';

/** The viewer's source of whatever lies at an address, in a worker of its own, asked one thing at a time. Answers numbers, or a failure's code in their place. */

export interface StillAsked {
  readonly open: { readonly url: string };
  /** Of what is shown first: its size, and its colours at these shares of it. */
  readonly frame: { readonly places: readonly (readonly [number, number])[] };
  /** All pixels of a part. */
  readonly part: FrameRegion;
  /** Asks for a part and gives it up at once. */
  readonly giveUp: FrameRegion;
}

export interface OpenedStill {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly reducedTo: number | null;
  readonly frameBytes: number;
}

export interface ShownStill {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue. */
  readonly colours: readonly (readonly number[])[];
}

type Asked = { readonly [Kind in keyof StillAsked]: { readonly id: number; readonly kind: Kind; readonly request: StillAsked[Kind] } }[keyof StillAsked];

/** As renderer/viewer/frames/sources.ts has it, in one script. */
const openers = { 'image/jpeg': openStill, 'image/png': openAnimation, 'image/webp': openAnimation, 'image/gif': openAnimation, 'image/tiff': openMainSideFrames, 'application/dicom': openDicomFrames };

const never = new AbortController().signal;
let source: FrameSource | null = null;

self.addEventListener('message', (event: MessageEvent<Asked>) => {
  void answer(event.data).then((value) => self.postMessage({ id: event.data.id, value }));
});

async function answer(asked: Asked): Promise<OpenedStill | ShownStill | readonly number[] | string> {
  switch (asked.kind) {
    case 'open':
      return open(asked.request.url);
    case 'frame':
      return shown(asked.request.places);
    case 'part':
      return part(asked.request, never);
    case 'giveUp':
      return part(asked.request, AbortSignal.abort());
  }
}

async function open(url: string): Promise<OpenedStill | string> {
  source?.close();
  source = null;
  const content = await openContent(url, () => undefined);
  if (!content.ok) return content.error.code;
  const [, opener] = Object.entries(openers).find(([contentType]) => contentType === content.value.contentType) ?? [];
  if (opener === undefined) return 'data.unsupported-medium';
  const opened = await opener(content.value, never);
  if (!opened.ok) return opened.error.code;
  source = opened.value;
  const { count, width, height, parts, frameBytes } = source;
  return { count, width, height, reducedTo: parts?.reducedTo ?? null, frameBytes };
}

async function shown(places: readonly (readonly [number, number])[]): Promise<ShownStill | string> {
  const frame = await source?.frame(0, never);
  if (frame === undefined) return 'nothing is open';
  if (!frame.ok) return frame.error.code;
  const image = pictureOf(frame.value);
  const colours = places.map(([x, y]) => colourAt(image, Math.floor(x * image.width), Math.floor(y * image.height)));
  const { width, height } = image;
  frame.value.close();
  return { width, height, colours };
}

function pictureOf(frame: DecodedFrame): ImageBitmap {
  if (frame.kind !== 'picture' || !(frame.image instanceof ImageBitmap)) throw new Error(`a picture, not ${frame.kind}`);
  return frame.image;
}

async function part(region: FrameRegion, signal: AbortSignal): Promise<readonly number[] | string> {
  const decoded = await source?.parts?.decode(0, region, signal);
  if (decoded === undefined) return 'there are no parts';
  if (!decoded.ok) return decoded.error.code;
  const image = decoded.value;
  const pen = penOver(image.width, image.height);
  pen.drawImage(image, 0, 0);
  image.close();
  return [...pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height).data];
}

function colourAt(image: ImageBitmap, x: number, y: number): readonly number[] {
  const pen = penOver(1, 1);
  pen.drawImage(image, x, y, 1, 1, 0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

function penOver(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (pen === null) throw new Error('no canvas');
  return pen;
}
