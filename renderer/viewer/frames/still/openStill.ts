import { fail, succeed } from '../../../../shared/errors/result.ts';
import { storedSize } from '../../../../shared/frames/storedSize.ts';
import type { OpenFrameSource } from '../frameSource.ts';
import { isLarge } from '../large/largePicture.ts';
import { openLargeStill } from '../large/openLargeStill.ts';

/** One picture, decoded by the browser with its colour profile and orientation applied. */
export const openStill: OpenFrameSource = async (content, signal) => {
  const blob = await content.blob(signal);
  if (!blob.ok) return blob;
  const file = new Uint8Array(await blob.value.arrayBuffer());
  const stored = storedSize(file, content.contentType);
  if (stored !== null && isLarge(stored)) return openLargeStill(content, blob.value, file, stored, signal);
  const decode = async () => {
    try {
      return succeed(await createImageBitmap(blob.value));
    } catch {
      return fail('data.undecodable');
    }
  };
  const first = await decode();
  if (!first.ok) return first;
  const { width, height } = first.value;
  const bytes = width * height * 4;
  /** Decoded to know its size; given to whoever asks first. */
  let waiting: ImageBitmap | null = first.value;
  return succeed({
    count: 1, width, height, bits: 8, spacing: { kind: 'uncalibrated' }, pixelAspect: 1, frameBytes: bytes, durations: null,
    frame: async () => {
      const image = waiting === null ? await decode() : succeed(waiting);
      waiting = null;
      return image.ok ? succeed({ kind: 'picture', image: image.value, bytes, close: () => image.value.close() }) : image;
    },
    close: () => waiting?.close(),
  });
};
