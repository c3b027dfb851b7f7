import { type FrameRegion } from '../../../../shared/ipc/decodedFrames.ts';
import { fail, succeed } from '../../../../shared/errors/result.ts';
import type { PictureReader } from './pictureReader.ts';

/**
 * A picture that the browser decodes as a whole, when its first part is wanted, and keeps: a part of it takes 10 ms then, and each would take as long
 * as the whole without (createImageBitmap decodes all to give a part).
 * @param decoded what is decoded already; it is the reader's now.
 */
export function wholePicture(blob: Blob, decoded: ImageBitmap | null): PictureReader {
  let whole: Promise<ImageBitmap> | null = decoded === null ? null : Promise.resolve(decoded);
  return {
    part: async (_index, region, signal) => {
      try {
        whole ??= createImageBitmap(blob);
        const picture = await whole;
        if (signal.aborted) return fail('local.cancelled');
        return succeed(await cut(picture, region));
      } catch {
        return fail('data.undecodable');
      }
    },
    close: () => void whole?.then((picture) => picture.close(), () => undefined),
  };
}

/** Exactly the picture's own pixels where as many are asked for as there are. */
function cut(picture: ImageBitmap, { left, top, width, height, outWidth, outHeight }: FrameRegion): Promise<ImageBitmap> {
  if (outWidth === width && outHeight === height) return createImageBitmap(picture, left, top, width, height);
  return createImageBitmap(picture, left, top, width, height, { resizeWidth: outWidth, resizeHeight: outHeight, resizeQuality: 'medium' });
}
