import { findFrames } from '../../../shared/dicom/pixels/frameRanges.ts';
import { describePixels } from '../../../shared/dicom/pixels/pixelDescription.ts';
import { readDicom } from '../../../shared/dicom/reading/readDicom.ts';
import type { ReadingPorts } from '../../../shared/dicom/reading/dataSet.ts';

/** What of an encapsulated file a codec is given, frame by frame. */
export async function framesOfCodestreams(bytes: Uint8Array, ports: ReadingPorts): Promise<readonly Uint8Array[]> {
  const { dataSet, syntax } = await readDicom(bytes, ports);
  const frames = findFrames(dataSet, '7fe00010', describePixels(dataSet, '7fe00010'), syntax);
  return Array.from({ length: frames.count }, (_, index) => frames.frame(index).bytes);
}
