import { openDicom } from '../../../shared/dicom/openDicom.ts';
import type { DecodingPorts } from '../../../shared/dicom/pixels/decodeFrame.ts';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { longestSide } from '../makeThumbnail.ts';
import { shownPicture } from './shownPicture.ts';

/** The middle frame, as the device proposes to look at it, small: WebP. Fails like `openDicom` and its frames. */
export async function dicomThumbnail(bytes: Uint8Array, ports: DecodingPorts): Promise<Result<Uint8Array>> {
  const opened = await openDicom(bytes, ports);
  if (!opened.ok) return opened;
  const middle = Math.floor(opened.value.count / 2);
  const pixels = await opened.value.frame(middle);
  if (!pixels.ok) return pixels;
  const { width, height } = pixels.value;
  // Pixels that are higher than wide are made square: a thumbnail is looked at, not measured.
  const upright = height * opened.value.pixelAspect;
  const scale = Math.min(1, longestSide / Math.max(width, upright));
  try {
    const thumbnail = await shownPicture(pixels.value, opened.value, middle)
      .resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(upright * scale)), { fit: 'fill' })
      .webp({ quality: 80 })
      .toBuffer();
    return succeed(Uint8Array.from(thumbnail));
  } catch {
    return fail('data.undecodable', { detail: 'thumbnail' });
  }
}
