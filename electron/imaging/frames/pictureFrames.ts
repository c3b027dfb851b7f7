import sharp, { type Metadata } from 'sharp';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { animatedPngFrames } from '../animatedPngFrames.ts';
import { decoding, probePicture } from '../probePicture.ts';
import type { OpenedFrames } from './openedFrames.ts';

/** The frames or pages of a picture as PNG, upright, with the bits of the source. */
export async function pictureFrames(bytes: Uint8Array, contentType: string): Promise<Result<OpenedFrames>> {
  const probed = await probePicture(bytes);
  if (!probed.ok) return probed;
  // The decoder sees only the still picture in it.
  if (animatedPngFrames(bytes) > 1) return fail('data.not-decoded-here', { detail: 'animated PNG' });
  const { width, height, frames } = probed.value;
  const metadata = await sharp(bytes, { ...decoding, limitInputPixels: false }).metadata();
  const wide = metadata.depth === 'ushort';
  if (!wide && metadata.depth !== 'uchar') return fail('data.not-decoded-here', { detail: `${contentType} of ${metadata.depth} samples` });
  return succeed({
    description: {
      medium: contentType, width, height, frames,
      // Elsewhere it counts the bits of an index into the palette.
      bits: metadata.format === 'tiff' ? (metadata.bitsPerSample ?? 8) : wide ? 16 : 8,
      photometric: metadata.space,
      declaredFrames: null, cutOff: false,
      durationsMs: frames > 1 && metadata.delay ? metadata.delay : null,
      spacing: null, compression: metadata.compression ?? null, storedOffset: 0,
    },
    png: async (frame) => {
      try {
        const png = await sharp(bytes, { ...decoding, page: frame, pages: 1 }).autoOrient().toColourspace(spaceOf(metadata)).png().toBuffer();
        return succeed(Uint8Array.from(png));
      } catch {
        return fail('data.undecodable', { detail: `frame ${String(frame + 1)}` });
      }
    },
  });
}

/** Sharp writes 8 bits unless it is told the colour space of 16. */
function spaceOf({ depth, channels }: Metadata): 'grey16' | 'rgb16' | 'b-w' | 'srgb' {
  const grey = channels <= 2;
  return depth === 'ushort' ? (grey ? 'grey16' : 'rgb16') : grey ? 'b-w' : 'srgb';
}
