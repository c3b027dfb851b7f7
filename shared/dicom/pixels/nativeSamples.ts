import { integerSamples, type IntegerSamples, type Samples } from './samples.ts';

/** `count` single bits as ones and zeros, packed from the least significant on (DICOM PS3.5, 8.1.1). */
export function readBits(bytes: Uint8Array, bitOffset: number, count: number): Uint8Array {
  const values = new Uint8Array(count);
  for (let index = 0; index < count; index += 1) {
    const at = bitOffset + index;
    values[index] = ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1;
  }
  return values;
}

/** `count` cells of 8, 16 or 32 bits, as they lie there, unsigned. */
export function readCells(bytes: Uint8Array, bits: number, count: number, bigEndian: boolean): Uint8Array | Uint16Array | Uint32Array {
  if (bits === 8) return bytes.slice(0, count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cells = bits === 16 ? new Uint16Array(count) : new Uint32Array(count);
  if (bits === 16) for (let index = 0; index < count; index += 1) cells[index] = view.getUint16(index * 2, !bigEndian);
  else for (let index = 0; index < count; index += 1) cells[index] = view.getUint32(index * 4, !bigEndian);
  return cells;
}

/** Float (32) and Double Float (64) Pixel Data. */
export function readFloats(bytes: Uint8Array, bits: 32 | 64, count: number, bigEndian: boolean): Samples {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = bits === 32 ? new Float32Array(count) : new Float64Array(count);
  for (let index = 0; index < count; index += 1) values[index] = bits === 32 ? view.getFloat32(index * 4, !bigEndian) : view.getFloat64(index * 8, !bigEndian);
  return values;
}

/**
 * What the cells store: `bitsStored` bits up to `highBit`, the rest (overlays of old, noise) taken away, the sign extended.
 * DICOM PS3.5, 8.1.1.
 */
export function storedValues(
  cells: IntegerSamples, { bitsStored, highBit, signed }: { readonly bitsStored: number; readonly highBit: number; readonly signed: boolean },
): IntegerSamples {
  const values = integerSamples(cells.length, bitsStored, signed);
  const [left, right] = [31 - highBit, 32 - bitsStored];
  if (signed) for (let index = 0; index < cells.length; index += 1) values[index] = ((cells[index] ?? 0) << left) >> right;
  else for (let index = 0; index < cells.length; index += 1) values[index] = ((cells[index] ?? 0) << left) >>> right;
  return values;
}
