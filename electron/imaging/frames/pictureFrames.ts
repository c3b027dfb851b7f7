import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { openPicture, type PicturePorts } from '../pictures/openPicture.ts';
import { pngCompression, type OpenedFrames } from './openedFrames.ts';

/** The frames or pages of a picture as PNG, upright, with the bits of the source; more than 8 are written as 16. */
export async function pictureFrames(bytes: Uint8Array, contentType: string, ports: PicturePorts): Promise<Result<OpenedFrames>> {
  const opened = await openPicture(bytes, contentType, ports);
  if (!opened.ok) return opened;
  const { width, height, frames, bits, photometric, durationsMs, compression, space, frame: open, close } = opened.value;
  return succeed({
    close,
    description: {
      medium: contentType, width, height, frames, bits, photometric, compression,
      declaredFrames: null, cutOff: false,
      durationsMs: durationsMs === null ? null : [...durationsMs],
      spacing: null, storedOffset: 0,
    },
    png: async (frame) => {
      const picture = await open(frame);
      if (!picture.ok) return picture;
      try {
        return succeed(Uint8Array.from(await picture.value.toColourspace(space).png(pngCompression).toBuffer()));
      } catch {
        return fail('data.undecodable', { detail: `frame ${String(frame + 1)}` });
      }
    },
  });
}
