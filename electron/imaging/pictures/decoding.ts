import type { Sharp, SharpOptions } from 'sharp';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';

/** 0x3FFF squared, sharp's own bound: about 1 GB as RGBA. */
export const largestPixels = 0x3fff * 0x3fff;

/** As many as the window shows at once. Of what a decoder holds as a whole before it gives the first row: a few bytes of file can say that there are more. */
export const largestHeldPixels = 100_000_000;

/** JPEG's own. Decoders hold some rows at once, and a row of millions of pixels was made to fill the memory. */
const longestSide = 0xffff;

/** Fails with `data.too-many-pixels`. @param most of both sides together. */
export function checkSize(width: number, height: number, most: number): Result<true> {
  return width * height > most || Math.max(width, height) > longestSide ? fail('data.too-many-pixels', { detail: `${String(width)} x ${String(height)}` }) : succeed(true);
}

/** A picture that a decoder only warns about is shown; a cut or broken one is not. */
export const decoding: SharpOptions = { failOn: 'error', limitInputPixels: largestPixels, sequentialRead: true };

/** Shrinking to a few pixels without the decoders' own shortcuts reads them all and keeps none. Fails with `data.undecodable`. */
export async function readsWhole(picture: Sharp): Promise<Result<true>> {
  try {
    await picture.resize(16, 16, { fit: 'fill', fastShrinkOnLoad: false }).raw().toBuffer();
    return succeed(true);
  } catch {
    return fail('data.undecodable', { detail: 'pixels' });
  }
}
