import sharp from 'sharp';
import { succeed, type Result } from '../../../shared/errors/result.ts';
import type { HeifLibrary } from '../../../shared/heif/heifLibrary.ts';
import { openHeif } from '../../../shared/heif/openHeif.ts';
import { uncompressedPng } from '../../../shared/pictures/uncompressedPng.ts';
import { decoding, largestHeldPixels } from './decoding.ts';
import type { OpenedPicture } from './openedPicture.ts';

/** HEIC and HEIF, of which libvips as it ships decodes only AVIF. Fails like openHeif. */
export function heifPicture(bytes: Uint8Array, library: HeifLibrary): Result<OpenedPicture> {
  const opened = openHeif(bytes, library, largestHeldPixels);
  if (!opened.ok) return opened;
  const source = opened.value;
  const frame: OpenedPicture['frame'] = async (index) => {
    const decoded = await source.frame(index);
    if (!decoded.ok) return decoded;
    const { width, height, pixels } = decoded.value;
    // Sharp applies a profile that a file brings, not one that is told of bare pixels.
    if (source.colour.kind === 'icc') return succeed(sharp(uncompressedPng({ width, height, pixels, profile: source.colour.profile }), decoding));
    return succeed(sharp(pixels, { raw: { width, height, channels: 4 } }));
  };
  return succeed({
    width: source.width, height: source.height, bits: source.bits,
    frames: source.count, photometric: 'srgb', durationsMs: null, compression: null, pixelAspect: 1, space: 'srgb',
    frame,
    check: async () => {
      for (let index = 0; index < source.count; index += 1) {
        const decoded = await source.frame(index);
        if (!decoded.ok) return decoded;
      }
      return succeed(true);
    },
    close: source.close,
  });
}
