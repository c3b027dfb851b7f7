import sharp from 'sharp';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { decoding } from './probePicture.ts';

/** Pixels on the longer side: a tile of 200 CSS pixels on a screen of double density. */
export const longestSide = 400;
/** What shows through transparent parts: neither the light nor the dark theme's ground. */
const neutral = '#808080';

/** The first frame, upright, small, without metadata (no place, no device, no time): WebP. Fails with `data.undecodable`. */
export async function makeThumbnail(bytes: Uint8Array): Promise<Result<Uint8Array>> {
  try {
    const thumbnail = await sharp(bytes, decoding)
      .autoOrient()
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: neutral })
      .webp({ quality: 80 })
      .toBuffer();
    return succeed(Uint8Array.from(thumbnail));
  } catch {
    return fail('data.undecodable', { detail: 'thumbnail' });
  }
}
