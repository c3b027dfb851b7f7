import type { Samples } from '../../../../shared/dicom/pixels/samples.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The rows of a page, one number to a pixel, at the top left of a larger one; the rest is 0. A page that is as large is given back as it is. */
export function paddedRows<Pixels extends Samples>(pixels: Pixels, page: Size, whole: Size): Pixels {
  if (page.width === whole.width && page.height === whole.height) return pixels;
  const padded = new (pixels.constructor as new (length: number) => Pixels)(whole.width * whole.height);
  for (let y = 0; y < page.height; y += 1) padded.set(pixels.subarray(y * page.width, (y + 1) * page.width), y * whole.width);
  return padded;
}
