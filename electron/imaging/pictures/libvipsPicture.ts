import sharp, { type Metadata } from 'sharp';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { checkSize, decoding, largestHeldPixels, largestPixels, readsWhole } from './decoding.ts';
import type { OpenedPicture, SampleSpace } from './openedPicture.ts';
import { plainInk } from './plainInk.ts';

/**
 * What sharp decodes by itself: JPEG, still PNG, GIF, WebP with its animations composed, AVIF.
 * Fails with `data.too-many-pixels` or `data.undecodable`.
 */
export async function libvipsPicture(bytes: Uint8Array): Promise<Result<OpenedPicture>> {
  const metadata = await readMetadata(bytes);
  if (!metadata) return fail('data.undecodable', { detail: 'header' });
  const pageHeight = metadata.pageHeight ?? metadata.height;
  const frames = metadata.pages ?? 1;
  const pixels = metadata.width * pageHeight;
  const size = checkSize(metadata.width, pageHeight, mostPixels(metadata));
  if (!size.ok) return size;
  const lying = metadata.orientation !== undefined && metadata.orientation >= 5;
  return succeed({
    width: lying ? pageHeight : metadata.width,
    height: lying ? metadata.width : pageHeight,
    frames,
    bits: bitsOf(metadata),
    photometric: metadata.space,
    durationsMs: frames > 1 && metadata.delay ? metadata.delay : null,
    compression: metadata.compression ?? null,
    pixelAspect: 1,
    space: spaceOf(metadata),
    frame: async (index) => {
      const picture = sharp(bytes, { ...decoding, page: index, pages: 1 }).autoOrient();
      return metadata.space === 'cmyk' ? plainInk(picture, metadata) : succeed(picture);
    },
    // An animation with more pixels than the bound in all its frames together is decoded in its first frame.
    check: () => readsWhole(sharp(bytes, { ...decoding, pages: pixels * frames <= largestPixels ? frames : 1 })),
    close: () => undefined,
  });
}

/** Less where the decoder must have all of it before the first row: what comes in passes, and what knows no rows. A GIF's has it twice. */
function mostPixels({ format, isProgressive }: Metadata): number {
  if (format === 'gif') return largestHeldPixels / 2;
  return isProgressive || format === 'webp' || format === 'heif' ? largestHeldPixels : largestPixels;
}

async function readMetadata(bytes: Uint8Array): Promise<Metadata | undefined> {
  try {
    // Not bounded: reading a header costs nothing, and a picture that is too large is to be told from a broken one.
    return await sharp(bytes, { ...decoding, limitInputPixels: false }).metadata();
  } catch {
    return undefined;
  }
}

/** Of a sample as recorded; an index into a palette stands for colours of 8. */
function bitsOf({ depth, bitsPerSample, isPalette }: Metadata): number {
  return isPalette ? 8 : (bitsPerSample ?? (depth === 'ushort' ? 16 : 8));
}

function spaceOf({ depth, channels }: Metadata): SampleSpace {
  const grey = channels <= 2;
  return depth === 'ushort' ? (grey ? 'grey16' : 'rgb16') : grey ? 'b-w' : 'srgb';
}
