import { fail, succeed } from '../../../../shared/errors/result.ts';
import { declaredSize } from '../../../../shared/pictures/declaredSize.ts';
import { webpOrientation } from '../../../../shared/pictures/webpOrientation.ts';
import type { OpenFrameSource } from '../frameSource.ts';
import { isLarge } from '../large/largePicture.ts';
import { openLargeStill } from '../large/openLargeStill.ts';
import { turnedUpright } from './turnedUpright.ts';

/** One picture, decoded by the browser with its colour profile and orientation applied. */
export const openStill: OpenFrameSource = async (content, signal) => {
  const blob = await content.blob(signal);
  if (!blob.ok) return blob;
  const file = new Uint8Array(await blob.value.arrayBuffer());
  const declared = declaredSize(file, content.contentType);
  if (declared !== undefined && isLarge(declared)) return openLargeStill(content, blob.value, file, declared, signal);
  const orientation = content.contentType === 'image/webp' ? webpOrientation(file) : 1;
  const decode = async () => {
    try {
      return succeed(turnedUpright(await createImageBitmap(blob.value), orientation));
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
