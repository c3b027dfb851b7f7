import { pngFile } from '../pngFile.ts';
import { noisePattern } from '../stillPatterns.ts';
import { exact, grey, grey16, recorded, rgb, rgb16, sharpOf, small, type StillFixture } from './stillFixture.ts';

const maker = 'this project';
const palette = Array.from({ length: 256 }, (_, index) => [index, 255 - index, (index * 7) % 256] as const);
const indices = (bits: number): number[] => noisePattern({ ...small, channels: 1 }, bits);
const coloured = (values: readonly number[]): number[] => values.flatMap((index) => palette[index] ?? []);
/** Numbers of few bits, spread over 0 … 255. */
const spread = (values: readonly number[], bits: number): number[] => values.map((value) => (value * 255) / (2 ** bits - 1));
/** Every pixel's opacity beside it; none is wholly clear, for the colour of what cannot be seen is nobody's promise. */
const withOpacity = (values: readonly number[], channels: 1 | 3, bits: 8 | 16): number[] =>
  Array.from({ length: values.length / channels }, (_, pixel) => [...values.slice(pixel * channels, (pixel + 1) * channels), 1 + ((pixel * 37) % (2 ** bits - 1))]).flat();
const asRgba = (values: readonly number[]): number[] => Array.from({ length: values.length / 2 }, (_, pixel) => [values[pixel * 2] ?? 0, values[pixel * 2] ?? 0, values[pixel * 2] ?? 0, values[pixel * 2 + 1] ?? 0]).flat();
const clearly = withOpacity(rgb, 3, 8);
const clearly16 = withOpacity(rgb16, 3, 16);
const greyClearly = withOpacity(grey, 1, 8);

export const pngFixtures: readonly StillFixture[] = [
  exact('PNG', 'RGB', maker, 3, 8, [rgb], () => pngFile({ ...small, bits: 8, kind: 2, values: rgb })),
  exact('PNG', 'grey', maker, 1, 8, [grey], () => pngFile({ ...small, bits: 8, kind: 0, values: grey })),
  exact('PNG', 'RGB', maker, 3, 16, [rgb16], () => pngFile({ ...small, bits: 16, kind: 2, values: rgb16 })),
  exact('PNG', 'grey', maker, 1, 16, [grey16], () => pngFile({ ...small, bits: 16, kind: 0, values: grey16 })),
  exact('PNG', 'RGB, interlaced', maker, 3, 8, [rgb], () => pngFile({ ...small, bits: 8, kind: 2, values: rgb, interlaced: true })),
  exact('PNG', 'grey, interlaced', maker, 1, 16, [grey16], () => pngFile({ ...small, bits: 16, kind: 0, values: grey16, interlaced: true })),
  ...([1, 2, 4] as const).flatMap((bits) => [
    exact('PNG', `grey of ${String(bits)} bits`, maker, 1, bits, [spread(indices(bits), bits)], () => pngFile({ ...small, bits, kind: 0, values: indices(bits) })),
    exact('PNG', `palette of ${String(bits)} bits`, maker, 3, 8, [coloured(indices(bits))], () => pngFile({ ...small, bits, kind: 3, values: indices(bits), palette: palette.slice(0, 2 ** bits) })),
  ]),
  exact('PNG', 'grey of 1 bit, interlaced', maker, 1, 1, [spread(indices(1), 1)], () => pngFile({ ...small, bits: 1, kind: 0, values: indices(1), interlaced: true })),
  exact('PNG', 'palette of 8 bits', maker, 3, 8, [coloured(indices(8))], () => pngFile({ ...small, bits: 8, kind: 3, values: indices(8), palette })),
  exact('PNG', 'RGB with opacity', maker, 4, 8, [clearly], () => pngFile({ ...small, bits: 8, kind: 6, values: clearly })),
  exact('PNG', 'RGB with opacity', maker, 4, 16, [clearly16], () => pngFile({ ...small, bits: 16, kind: 6, values: clearly16 })),
  exact('PNG', 'grey with opacity', maker, 4, 8, [asRgba(greyClearly)], () => pngFile({ ...small, bits: 8, kind: 4, values: greyClearly })),
  ...[6, 7].map((orientation) => exact('PNG', `RGB, EXIF orientation ${String(orientation)}`, 'libvips', 3, 8, [rgb], () => {
    const { values, ...size } = recorded(rgb, small, orientation);
    return sharpOf(values, size).withMetadata({ orientation }).png().toBuffer();
  })),
];
