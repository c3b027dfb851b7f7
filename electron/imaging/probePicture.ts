import { succeed, type Result } from '../../shared/errors/result.ts';
import type { Picture } from './messages.ts';
import { openPicture, type PicturePorts } from './pictures/openPicture.ts';
import { sniff } from './sniff.ts';

/**
 * Reads a picture's size and frames, then decodes every pixel: only what decodes whole is accepted. An animation with more pixels
 * than the bound in all its frames together is decoded in its first frame.
 * Fails like openPicture.
 */
export async function probePicture(bytes: Uint8Array, ports: PicturePorts): Promise<Result<Picture>> {
  const medium = await sniff(bytes);
  if (!medium.ok) return medium;
  const opened = await openPicture(bytes, medium.value.contentType, ports);
  if (!opened.ok) return opened;
  const { width, height, frames, check, close } = opened.value;
  const whole = await check();
  close();
  return whole.ok ? succeed({ width, height, frames }) : whole;
}
