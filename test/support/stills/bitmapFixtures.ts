import { bitmapFile, paddedRows, type BitmapParts } from '../bitmapFile.ts';
import { packed } from '../pngFile.ts';
import { noisePattern } from '../stillPatterns.ts';
import { exact, grey, rgb, small, type StillFixture } from './stillFixture.ts';

const palette = Array.from({ length: 256 }, (_, index) => [index, 255 - index, index] as const);
const rowsOf = (values: readonly number[], channels = 1): number[][] => Array.from({ length: small.height }, (_, y) => values.slice(y * small.width * channels, (y + 1) * small.width * channels));
const bottomUp = <Item>(rows: readonly Item[]): Item[] => rows.toReversed();
const bgr = (row: readonly number[]): number[] => Array.from(row, (_, index) => row[index + 2 - 2 * (index % 3)] ?? 0);
const words = (values: readonly number[]): number[] => values.flatMap((value) => [value & 255, value >> 8]);
const indices = (bits: number): number[] => noisePattern({ ...small, channels: 1 }, bits);
const coloured = (values: readonly number[]): number[] => values.flatMap((index) => palette[index] ?? []);
/** Red, green and blue of 5, 6 and 5 bits, stretched by proportion. */
const fields = noisePattern({ ...small, channels: 1 }, 16);
const stretched = fields.flatMap((value) => [[value >> 11, 31], [(value >> 5) & 63, 63], [value & 31, 31]].map(([part = 0, most = 1]) => Math.round((part * 255) / most)));
const pixels = rowsOf(rgb, 3).flatMap((row) => Array.from({ length: small.width }, (_, x) => row.slice(x * 3, x * 3 + 3)));
const opacity = (index: number): number => 1 + ((index * 37) % 255);
const upsideDown = bottomUp(Array.from({ length: small.height }, (_, y) => y * small.width)).flatMap((first) => Array.from({ length: small.width }, (_, x) => first + x));

/** Two equal pixels as a run, others as they are; each row has its end. */
const runs = (row: readonly number[], bits: 4 | 8): number[] => [...row.flatMap((index) => [1, bits === 8 ? index : index << 4]), 0, 0];

const bitmap = (variant: string, channels: 3 | 4, frame: readonly number[], parts: Omit<BitmapParts, 'width' | 'height'> & { readonly height?: number }): StillFixture =>
  exact('BMP', variant, 'this project', channels, 8, [frame], () => bitmapFile({ ...small, ...parts }));

export const bitmapFixtures: readonly StillFixture[] = [
  bitmap('24 bits', 3, rgb, { bitsPerPixel: 24, pixels: paddedRows(bottomUp(rowsOf(rgb, 3)).map(bgr)) }),
  bitmap('24 bits, from the top', 3, rgb, { height: -small.height, bitsPerPixel: 24, pixels: paddedRows(rowsOf(rgb, 3).map(bgr)) }),
  bitmap('24 bits, the oldest header', 3, rgb, { headerSize: 12, bitsPerPixel: 24, pixels: paddedRows(bottomUp(rowsOf(rgb, 3)).map(bgr)) }),
  bitmap('8 bits', 3, coloured(grey), { bitsPerPixel: 8, palette, pixels: paddedRows(bottomUp(rowsOf(grey))) }),
  ...([4, 1] as const).map((bits) => bitmap(`${String(bits)} bits`, 3, coloured(indices(bits)), {
    bitsPerPixel: bits, palette: palette.slice(0, 2 ** bits), pixels: paddedRows(bottomUp(rowsOf(indices(bits))).map((row) => packed(row, bits))),
  })),
  bitmap('16 bits, 5-6-5', 3, stretched, { bitsPerPixel: 16, compression: 3, masks: [0xf800, 0x7e0, 0x1f], pixels: paddedRows(bottomUp(rowsOf(fields)).map(words)) }),
  bitmap('32 bits', 3, rgb, { bitsPerPixel: 32, pixels: Uint8Array.from(upsideDown.flatMap((index) => [...bgr(pixels[index] ?? []), 0])) }),
  bitmap('32 bits with opacity', 4, pixels.flatMap((pixel, index) => [...pixel, opacity(index)]), {
    headerSize: 124, bitsPerPixel: 32, compression: 3, masks: [0xff_0000, 0xff00, 0xff, 0xff00_0000], pixels: Uint8Array.from(upsideDown.flatMap((index) => [...bgr(pixels[index] ?? []), opacity(index)])),
  }),
  bitmap('runs of 8 bits', 3, coloured(grey), { bitsPerPixel: 8, compression: 1, palette, pixels: Uint8Array.from([...bottomUp(rowsOf(grey)).flatMap((row) => runs(row, 8)), 0, 1]) }),
  bitmap('runs of 4 bits', 3, coloured(indices(4)), { bitsPerPixel: 4, compression: 2, palette: palette.slice(0, 16), pixels: Uint8Array.from([...bottomUp(rowsOf(indices(4))).flatMap((row) => runs(row, 4)), 0, 1]) }),
];
