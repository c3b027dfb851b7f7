import { openDicom } from '../../../shared/dicom/openDicom.ts';
import type { DecodingPorts } from '../../../shared/dicom/pixels/decodeFrame.ts';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import type { Picture } from '../messages.ts';

/** A clip of thousands of frames is not decoded whole before it is taken in. */
const mostMilliseconds = 2000;

/**
 * Size and frames of a DICOM file; its frames are decoded from the first on, as many as there is time for. Fails like `openDicom`, with
 * `data.truncated` where the file ends early, and like the first frame that does not decode.
 */
export async function probeDicom(bytes: Uint8Array, ports: DecodingPorts): Promise<Result<Picture>> {
  const begun = Date.now();
  const opened = await openDicom(bytes, ports);
  if (!opened.ok) return opened;
  const { width, height, count, cutOff } = opened.value;
  if (cutOff) return fail('data.truncated', { detail: `${String(count)} whole frames` });
  for (let frame = 0; frame < count && (frame === 0 || Date.now() - begun < mostMilliseconds); frame += 1) {
    const pixels = await opened.value.frame(frame);
    if (!pixels.ok) return pixels;
  }
  return succeed({ width, height, frames: count });
}
