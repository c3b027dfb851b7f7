import sharp, { type Metadata, type Sharp } from 'sharp';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { checkSize, largestHeldPixels } from './decoding.ts';

/**
 * A picture in cyan, magenta, yellow and black that brings no profile, in the colours that every browser shows, and so the window: each ink lets
 * through what it leaves, and black takes its share of all. libvips would print it on a press of its own choice. With a profile it knows better.
 * Fails with `data.too-many-pixels` or `data.undecodable`.
 */
export async function plainInk(picture: Sharp, { width, height, hasProfile }: Metadata): Promise<Result<Sharp>> {
  if (hasProfile) return succeed(picture);
  const size = checkSize(width, height, largestHeldPixels);
  if (!size.ok) return size;
  try {
    const { data, info } = await picture.pipelineColourspace('cmyk').toColourspace('cmyk').raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    const pixels = new Uint8Array(info.width * info.height * 3);
    for (let from = 0, to = 0; to < pixels.length; from += info.channels, to += 3) {
      const light = 255 - (data[from + 3] ?? 0);
      for (let ink = 0; ink < 3; ink += 1) pixels[to + ink] = Math.round(((255 - (data[from + ink] ?? 0)) * light) / 255);
    }
    return succeed(sharp(pixels, { raw: { width: info.width, height: info.height, channels: 3 } }));
  } catch {
    return fail('data.undecodable', { detail: 'pixels' });
  }
}
