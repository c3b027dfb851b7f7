/** Windows bitmaps written from their description, byte by byte, for tests of what reads them. */

export interface BitmapParts {
  readonly width: number;
  /** Negative: the first row stands first. */
  readonly height: number;
  readonly bitsPerPixel: number;
  /** As the header numbers it. */
  readonly compression?: number;
  /** Red, green, blue, opacity. */
  readonly masks?: readonly number[];
  /** Red, green and blue of each index. */
  readonly palette?: readonly (readonly [number, number, number])[];
  /** As they stand in the file, rows padded. */
  readonly pixels: Uint8Array;
  readonly headerSize?: 12 | 40 | 108 | 124;
}

export function bitmapFile({ width, height, bitsPerPixel, compression = 0, masks = [], palette = [], pixels, headerSize = 40 }: BitmapParts): Uint8Array {
  const core = headerSize === 12;
  const masksBehind = headerSize === 40 ? masks.length * 4 : 0;
  const entryBytes = core ? 3 : 4;
  const offset = 14 + headerSize + masksBehind + palette.length * entryBytes;
  const file = Buffer.alloc(offset + pixels.length);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(offset, 10);
  file.writeUInt32LE(headerSize, 14);
  if (core) {
    file.writeUInt16LE(width, 18);
    file.writeUInt16LE(height, 20);
    file.writeUInt16LE(1, 22);
    file.writeUInt16LE(bitsPerPixel, 24);
  } else {
    file.writeInt32LE(width, 18);
    file.writeInt32LE(height, 22);
    file.writeUInt16LE(1, 26);
    file.writeUInt16LE(bitsPerPixel, 28);
    file.writeUInt32LE(compression, 30);
    file.writeUInt32LE(palette.length, 46);
    for (const [index, mask] of masks.entries()) file.writeUInt32LE(mask >>> 0, 54 + index * 4);
  }
  for (const [index, [red, green, blue]] of palette.entries()) file.set([blue, green, red], 14 + headerSize + masksBehind + index * entryBytes);
  file.set(pixels, offset);
  return file;
}

/** Rows of equal length padded to 32 bits, in the order given. */
export function paddedRows(rows: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from(rows.flatMap((row) => [...row, ...Array.from({ length: (4 - (row.length % 4)) % 4 }, () => 0)]));
}
