interface Size {
  readonly width: number;
  readonly height: number;
}

/** The rows of a page, one number to a pixel, at the top left of a larger one; the rest is 0. A page that is as large is given back as it is. */
export function paddedRows<Pixels extends Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(pixels: Pixels, page: Size, whole: Size): Pixels {
  if (page.width === whole.width && page.height === whole.height) return pixels;
  const length = whole.width * whole.height;
  const padded = (pixels instanceof Uint16Array ? new Uint16Array(length) : new Uint32Array(length)) as Pixels;
  for (let y = 0; y < page.height; y += 1) padded.set(pixels.subarray(y * page.width, (y + 1) * page.width), y * whole.width);
  return padded;
}
