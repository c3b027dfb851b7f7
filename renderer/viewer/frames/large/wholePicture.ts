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
        return succeed(cut(picture, region));
      } catch {
        return fail('data.undecodable');
      }
    },
    close: () => void whole?.then((picture) => picture.close(), () => undefined),
  };
}

/**
 * Exactly the picture's own pixels where as many are asked for as there are. Not by createImageBitmap, which cuts a picture that its orientation
 * turns to the right at the place where it were turned to the left (seen in Chromium 156, for orientations 6 and 8).
 */
export function cut(picture: ImageBitmap, { left, top, width, height, outWidth, outHeight }: FrameRegion): ImageBitmap {
  const canvas = new OffscreenCanvas(outWidth, outHeight);
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('no canvas');
  pen.imageSmoothingEnabled = outWidth !== width || outHeight !== height;
  pen.imageSmoothingQuality = 'medium';
  pen.drawImage(picture, left, top, width, height, 0, 0, outWidth, outHeight);
  return canvas.transferToImageBitmap();
}
