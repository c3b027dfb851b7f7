import type { DicomDataSet } from '../reading/dataSet.ts';

/** ICC.1, 7.2: its own length, the space of its numbers, and what makes it a profile. */
const [spaceAt, signatureAt, headerBytes] = [16, 36, 128];

/**
 * The ICC profile of the picture's red, green and blue, else of a slide's first optical path; null where there is none, or what is there is no such profile.
 * DICOM PS3.3, C.11.15 and C.8.12.5.
 */
export function readColourProfile(dataSet: DicomDataSet): Uint8Array | null {
  const [opticalPath] = dataSet.items('00480105');
  const bytes = dataSet.bytes('00282000') ?? opticalPath?.bytes('00282000') ?? new Uint8Array();
  if (bytes.length < headerBytes) return null;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  return size >= headerBytes && size <= bytes.length && word(spaceAt) === 'RGB ' && word(signatureAt) === 'acsp' ? bytes.subarray(0, size) : null;
}
