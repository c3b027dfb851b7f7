import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { openPicture, type PicturePorts } from './pictures/openPicture.ts';
import { sniff } from './sniff.ts';

/** Pixels on the longer side: a tile of 200 CSS pixels on a screen of double density. */
export const longestSide = 400;
/** What shows through transparent parts: neither the light nor the dark theme's ground. */
const neutral = '#808080';

/** The first frame, upright, small, without metadata (no place, no device, no time): WebP. Fails like openPicture. */
export async function makeThumbnail(bytes: Uint8Array, ports: PicturePorts): Promise<Result<Uint8Array>> {
  const medium = await sniff(bytes);
  if (!medium.ok) return medium;
  const opened = await openPicture(bytes, medium.value.contentType, ports);
  if (!opened.ok) return opened;
  const first = await opened.value.frame(0);
  // A frame is in hand: what decoded it is not needed any more.
  opened.value.close();
  if (!first.ok) return first;
  try {
    const thumbnail = await first.value
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: neutral })
      .webp({ quality: 80 })
      .toBuffer();
    return succeed(Uint8Array.from(thumbnail));
  } catch {
    return fail('data.undecodable', { detail: 'thumbnail' });
  }
}
