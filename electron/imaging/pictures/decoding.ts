import type { Sharp, SharpOptions } from 'sharp';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';

/** 0x3FFF squared, sharp's own bound: about 1 GB as RGBA. */
export const largestPixels = 0x3fff * 0x3fff;

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
