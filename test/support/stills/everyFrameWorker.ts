import { fileTypeFromBuffer } from 'file-type';
import { openAnimation } from '../../../renderer/viewer/frames/animation/openAnimation.ts';
import type { DecodedFrame, FrameContent } from '../../../renderer/viewer/frames/frameSource.ts';
import { openStill } from '../../../renderer/viewer/frames/still/openStill.ts';
import { contentTypeOf } from '../../../shared/frames/contentTypeOf.ts';
import { fail, succeed } from '../../../shared/errors/result.ts';

/** The viewer's sources of stills and animations in a worker of its own, asked one thing at a time. */

export interface EveryFrameAsked {
  /** Decodes every frame. */
  readonly decode: { readonly url: string };
  /** Decodes the first frame, one in the middle and the last, and keeps nothing. */
  readonly sample: { readonly url: string };
}

export interface DecodedStill {
  readonly width: number;
  readonly height: number;
  /** RGBA of each. */
  readonly frames: readonly (readonly number[])[];
  /** Milliseconds, as each frame says when it is decoded. */
  readonly durations: readonly (number | null)[];
}

type Asked = { readonly [Kind in keyof EveryFrameAsked]: { readonly id: number; readonly kind: Kind; readonly request: EveryFrameAsked[Kind] } }[keyof EveryFrameAsked];

const never = new AbortController().signal;

self.addEventListener('message', ({ data: { id, kind, request } }: MessageEvent<Asked>) => {
  void (kind === 'decode' ? decode(request.url) : sample(request.url)).then((value: unknown) => self.postMessage({ id, value }));
});

/** As the frame worker finds out who opens a file. */
async function open(url: string) {
  const blob = await (await fetch(url)).blob();
  const head = new Uint8Array(await blob.slice(0, 65_536).arrayBuffer());
  const contentType = contentTypeOf(head, (await fileTypeFromBuffer(head))?.mime);
  if (contentType?.startsWith('image/') !== true) return fail('data.unsupported-medium');
  const content: FrameContent = { url, contentType, blob: async () => succeed(new Blob([blob], { type: contentType })) };
  return (['image/gif', 'image/png', 'image/webp', 'image/avif'].includes(contentType) ? openAnimation : openStill)(content, never);
}

async function decode(url: string): Promise<DecodedStill | string> {
  const opened = await open(url);
  if (!opened.ok) return opened.error.code;
  const { count, width, height, frame, close } = opened.value;
  const frames: number[][] = [];
  const durations: (number | null)[] = [];
  for (let index = 0; index < count; index += 1) {
    const decoded = await frame(index, never);
    if (!decoded.ok) return decoded.error.code;
    frames.push(pixelsOf(decoded.value, width, height));
    const duration = decoded.value.kind === 'picture' && 'duration' in decoded.value.image ? decoded.value.image.duration : null;
    durations.push(duration === null ? null : duration / 1000);
    decoded.value.close();
  }
  close();
  return { width, height, frames, durations };
}

function pixelsOf(decoded: DecodedFrame, width: number, height: number): number[] {
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null || decoded.kind !== 'picture') return [];
  context.drawImage(decoded.image, 0, 0);
  return [...context.getImageData(0, 0, width, height).data];
}

async function sample(url: string): Promise<string> {
  const opened = await open(url);
  if (!opened.ok) return opened.error.code;
  const { count, frame, close } = opened.value;
  let outcome = 'decoded';
  for (const index of new Set([0, Math.floor(count / 2), count - 1])) {
    const decoded = await frame(index, never);
    if (decoded.ok) decoded.value.close();
    else outcome = decoded.error.code;
  }
  close();
  return outcome;
}
