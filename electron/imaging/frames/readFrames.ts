import type { DecodingPorts } from '../../../shared/dicom/pixels/decodeFrame.ts';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import type { FrameBatch, FramesRequest } from '../messages.ts';
import type { PicturePorts } from '../pictures/openPicture.ts';
import { sniff } from '../sniff.ts';
import { dicomFrames } from './dicomFrames.ts';
import { pictureFrames } from './pictureFrames.ts';

/** One answer: what crosses to the other process at once, and well within its deadline. */
const mostBatchBytes = 32 * 1024 * 1024;
const mostBatchMilliseconds = 2000;

/** Opens a picture or a DICOM file, by its bytes, and decodes frames from `first` on until an answer is full. */
export async function readFrames(bytes: Uint8Array, { first, window }: FramesRequest, dicomPorts: () => DecodingPorts, picturePorts: PicturePorts): Promise<Result<FrameBatch>> {
  const begun = Date.now();
  const medium = await sniff(bytes);
  if (!medium.ok) return medium;
  if (medium.value.family !== 'picture') return fail('data.not-decoded-here', { detail: medium.value.contentType });
  const opened = medium.value.contentType === 'application/dicom' ? await dicomFrames(bytes, window, dicomPorts()) : await pictureFrames(bytes, medium.value.contentType, picturePorts);
  if (!opened.ok) return opened;
  const { description, png, close } = opened.value;
  const batch: FrameBatch['batch'] = [];
  let size = 0;
  for (let frame = first; frame < description.frames && size < mostBatchBytes && (batch.length === 0 || Date.now() - begun < mostBatchMilliseconds); frame += 1) {
    const made = await png(frame);
    batch.push(made.ok ? { png: made.value } : { failure: made.error });
    size += made.ok ? made.value.length : 0;
  }
  close();
  return succeed({ ...description, batch });
}
