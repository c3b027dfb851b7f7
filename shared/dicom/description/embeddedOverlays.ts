import type { FrameRanges } from '../pixels/frameRanges.ts';
import { readCells } from '../pixels/nativeSamples.ts';
import type { PixelDescription } from '../pixels/pixelDescription.ts';
import type { DicomDataSet } from '../reading/dataSet.ts';
import type { TransferSyntax } from '../reading/transferSyntax.ts';
import { overlayGroups, type Overlay } from './overlays.ts';

/** Of all frames together: their bits are read when a file is opened. */
const mostPixels = 64 * 1024 * 1024;

/**
 * Planes in bits of the pixels' cells that no value takes, one for each frame. Retired in 2004; files of before still have them. Compression left such bits out.
 * DICOM PS3.3-2004, C.9.2 and PS3.5-2004, 8.1.2.
 */
export function readEmbeddedOverlays(dataSet: DicomDataSet, frames: FrameRanges, pixels: PixelDescription, { packing, bigEndian }: TransferSyntax): readonly Overlay[] {
  const { width, height, samples, bitsAllocated, bitsStored, highBit, numbers } = pixels;
  const size = width * height;
  const inCells = packing === 'native' && samples === 1 && numbers === 'integer' && (bitsAllocated === 8 || bitsAllocated === 16);
  if (!inCells || frames.count * size > mostPixels) return [];
  return overlayGroups(dataSet).flatMap(({ group, height: rows, width: columns, hasBits, ...about }) => {
    const bit = dataSet.word(`${group}0102`) ?? 0;
    const isFree = bit > highBit ? bit < bitsAllocated : bit <= highBit - bitsStored && dataSet.has(`${group}0102`);
    if (hasBits || !isFree || rows !== height || columns !== width) return [];
    const packed = new Uint8Array(Math.ceil((frames.count * size) / 8));
    for (let frame = 0; frame < frames.count; frame += 1) {
      const cells = readCells(frames.frame(frame).bytes, bitsAllocated, size, bigEndian);
      for (let pixel = 0, at = frame * size; pixel < size; pixel += 1, at += 1) packed[at >> 3] = (packed[at >> 3] ?? 0) | ((((cells[pixel] ?? 0) >> bit) & 1) << (at & 7));
    }
    return [{ ...about, width, height, first: 0, count: frames.count, packed }];
  });
}
