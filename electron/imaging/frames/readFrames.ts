import type { DecodingPorts } from '../../../shared/dicom/pixels/decodeFrame.ts';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import type { FrameBatch, FramesRequest, FrameWindow, Sniffed } from '../messages.ts';
import type { PdfLibrary } from '../pdf/pdfLibrary.ts';
import type { PicturePorts } from '../pictures/openPicture.ts';
import { sniff } from '../sniff.ts';
import { dicomFrames } from './dicomFrames.ts';
import type { OpenedFrames } from './openedFrames.ts';
import { pdfFrames } from './pdfFrames.ts';
import { pictureFrames } from './pictureFrames.ts';

/** One answer: what crosses to the other process at once, and well within its deadline. */
const mostBatchBytes = 32 * 1024 * 1024;
const mostBatchMilliseconds = 2000;

export interface FramePorts {
  readonly dicom: () => DecodingPorts;
  readonly pictures: PicturePorts;
  readonly pdf: () => Promise<PdfLibrary>;
}

/** Opens a picture, a PDF or a DICOM file, by its bytes, and decodes frames from `first` on until an answer is full. */
export async function readFrames(bytes: Uint8Array, { first, window }: FramesRequest, ports: FramePorts): Promise<Result<FrameBatch>> {
  const begun = Date.now();
  const medium = await sniff(bytes);
  if (!medium.ok) return medium;
  const opened = await openFrames(bytes, medium.value, window, ports);
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

async function openFrames(bytes: Uint8Array, { contentType, family }: Sniffed, window: FrameWindow, ports: FramePorts): Promise<Result<OpenedFrames>> {
  if (contentType === 'application/pdf') return pdfFrames(bytes, ports.pdf);
  if (family !== 'picture') return fail('data.not-decoded-here', { detail: contentType });
  return contentType === 'application/dicom' ? dicomFrames(bytes, window, ports.dicom()) : pictureFrames(bytes, contentType, ports.pictures);
}
