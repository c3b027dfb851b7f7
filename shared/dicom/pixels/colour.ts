import type { IntegerSamples } from './samples.ts';

/** Colour by plane into colour by pixel. */
export function interleave<Values extends IntegerSamples>(planes: Values, into: Values): Values {
  const length = planes.length / 3;
  for (let index = 0; index < length; index += 1) {
    into[index * 3] = planes[index] ?? 0;
    into[index * 3 + 1] = planes[length + index] ?? 0;
    into[index * 3 + 2] = planes[2 * length + index] ?? 0;
  }
  return into;
}

/**
 * YBR_FULL, as pixels, into RGB in place. DICOM PS3.3, C.7.6.3.1.2 (ITU-R BT.601, full range).
 * @param bits of a sample: the middle of the colour channels is half their range.
 */
export function rgbFromYbr(pixels: IntegerSamples, bits: number): void {
  const middle = 2 ** (bits - 1);
  const most = 2 ** bits - 1;
  const within = (value: number) => Math.min(most, Math.max(0, Math.round(value)));
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const luminance = pixels[at] ?? 0;
    const blue = (pixels[at + 1] ?? 0) - middle;
    const red = (pixels[at + 2] ?? 0) - middle;
    pixels[at] = within(luminance + 1.402 * red);
    pixels[at + 1] = within(luminance - 0.344136 * blue - 0.714136 * red);
    pixels[at + 2] = within(luminance + 1.772 * blue);
  }
}

/** Native YBR_FULL_422: Y, Y, Cb, Cr for two pixels. @returns YBR by pixel. DICOM PS3.3, C.7.6.3.1.2. */
export function pixelsOfPairs<Values extends IntegerSamples>(pairs: Values, into: Values): Values {
  for (let from = 0, to = 0; from + 3 < pairs.length; from += 4, to += 6) {
    const [first, second, blue, red] = [pairs[from] ?? 0, pairs[from + 1] ?? 0, pairs[from + 2] ?? 0, pairs[from + 3] ?? 0];
    into.set([first, blue, red, second, blue, red], to);
  }
  return into;
}
