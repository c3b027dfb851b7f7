import { deflateSync } from 'node:zlib';
import { joined } from '../../shared/pictures/joined.ts';
import { pngChunk, pngSignature } from '../../shared/pictures/pngChunk.ts';

/** Still PNG written from their description, for tests of what reads them. https://www.w3.org/TR/png-3/ */

export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly bits: 1 | 2 | 4 | 8 | 16;
  /** Grey, RGB, an index into `palette`, grey with opacity, RGB with opacity. */
  readonly kind: 0 | 2 | 3 | 4 | 6;
  /** Row after row, pixel after pixel, sample after sample. */
  readonly values: readonly number[];
  readonly palette?: readonly (readonly [number, number, number])[];
  /** Seven passes instead of rows from the top. */
  readonly interlaced?: boolean;
}

const samplesOf = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;
/** Where each pass begins and how far its pixels lie apart: x, y, across, down. https://www.w3.org/TR/png-3/#8Interlace */
const passes = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]] as const;

export function pngFile({ width, height, bits, kind, values, palette = [], interlaced = false }: PngParts): Uint8Array {
  const samples = samplesOf[kind];
  const row = (y: number, columns: readonly number[]): number[] => [0, ...packed(columns.flatMap((x) => values.slice((y * width + x) * samples, (y * width + x + 1) * samples)), bits)];
  const steps = (from: number, by: number, to: number): number[] => Array.from({ length: Math.max(0, Math.ceil((to - from) / by)) }, (_, index) => from + index * by);
  const rows = (interlaced ? passes : [[0, 0, 1, 1] as const]).flatMap(([left, top, across, down]) => {
    const columns = steps(left, across, width);
    // A pass without a pixel has no rows either.
    return columns.length === 0 ? [] : steps(top, down, height).flatMap((y) => row(y, columns));
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, kind, 0, 0, interlaced ? 1 : 0], 8);
  const colours = palette.length === 0 ? [] : [pngChunk('PLTE', Uint8Array.from(palette.flat()))];
  return joined([pngSignature, pngChunk('IHDR', header), ...colours, pngChunk('IDAT', deflateSync(Uint8Array.from(rows))), pngChunk('IEND', new Uint8Array())]);
}

/** Numbers of `bits` bits, the first in the highest; what is left of the last byte is 0. */
export function packed(values: readonly number[], bits: number): number[] {
  if (bits === 16) return values.flatMap((value) => [value >> 8, value & 255]);
  const perByte = 8 / bits;
  return Array.from({ length: Math.ceil(values.length / perByte) }, (_, byte) =>
    Array.from({ length: perByte }, (_item, place) => (values[byte * perByte + place] ?? 0) << (8 - bits * (place + 1))).reduce((sum, part) => sum | part, 0));
}
