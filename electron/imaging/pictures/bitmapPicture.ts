import sharp from 'sharp';
import { succeed, type Result } from '../../../shared/errors/result.ts';
import { decodeBitmap } from '../bitmap/decodeBitmap.ts';
import { largestHeldPixels } from './decoding.ts';
import type { OpenedPicture } from './openedPicture.ts';

/** A Windows bitmap. Fails like decodeBitmap. */
export function bitmapPicture(bytes: Uint8Array): Result<OpenedPicture> {
  const decoded = decodeBitmap(bytes, largestHeldPixels);
  if (!decoded.ok) return decoded;
  const { width, height, channels, pixels, compression } = decoded.value;
  return succeed({
    width, height, compression,
    frames: 1, bits: 8, photometric: 'srgb', durationsMs: null, pixelAspect: 1, space: 'srgb',
    frame: async () => succeed(sharp(pixels, { raw: { width, height, channels } })),
    // Opening decoded it.
    check: async () => succeed(true),
    close: () => undefined,
  });
}
