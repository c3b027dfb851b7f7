import gifenc from 'gifenc';
import { animatedPngFile, type AnimatedPngStep } from '../animatedPngFile.ts';
import { animatedWebpFile } from '../animatedWebpFile.ts';
import { gifFile } from '../gifFile.ts';
import { noisePattern } from '../stillPatterns.ts';
import { exact, small, type StillFixture } from './stillFixture.ts';

/** Animations whose steps draw a part each and go away in every way there is. */

const maker = 'this project';
const palette = Array.from({ length: 64 }, (_, index) => [index * 4, 255 - index * 4, index * 2] as const);
const opaque = (index: number): number[] => [...(palette[index] ?? [0, 0, 0]), 255];
const clear = [0, 0, 0, 0];

interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Into the palette; -1: what is below shows through. */
  readonly indices: readonly number[];
}

const part = (left: number, top: number, width: number, height: number, frame: number, holes = false): Part => ({
  left, top, width, height,
  indices: noisePattern({ width, height, channels: 1 }, 6, frame).map((index, pixel) => (holes && pixel % 3 === 0 ? -1 : index)),
});
const whole = part(0, 0, small.width, small.height, 0);
/** Beginning at even places, as WebP must. */
const [second, third, fourth] = [part(4, 2, 12, 10, 1), part(10, 6, 20, 12, 2, true), part(2, 8, 8, 8, 3)];
const rgba = ({ indices }: Part): number[] => indices.flatMap((index) => (index === -1 ? clear : opaque(index)));

/** What is seen when these lie upon each other, the last on top; `hole`: nothing any more, where a part had been. */
function seen(...layers: readonly (Part | { readonly hole: Part })[]): number[] {
  return Array.from({ length: small.width * small.height }, (_, pixel) => {
    const [x, y] = [pixel % small.width, Math.floor(pixel / small.width)];
    return layers.reduce<readonly number[]>((below, layer) => {
      const { left, top, width, height, indices } = 'hole' in layer ? layer.hole : layer;
      if (x < left || y < top || x >= left + width || y >= top + height) return below;
      if ('hole' in layer) return clear;
      const index = indices[(y - top) * width + x - left] ?? -1;
      return index === -1 ? below : opaque(index);
    }, clear);
  }).flat();
}

/** The second is taken back, the third leaves a hole. */
const restored = [seen(whole), seen(whole, second), seen(whole, third), seen(whole, { hole: third }, fourth)];
/** Where nothing can be taken back, the second leaves a hole, too. */
const holes = [seen(whole), seen(whole, second), seen(whole, { hole: second }, third), seen(whole, { hole: second }, { hole: third }, fourth)];
const parts = [whole, second, third, fourth];
const hundredths = [3, 10, 25, 100];
const durations = hundredths.map((delay) => delay * 10);

const pngSteps = (disposals: readonly (0 | 1 | 2)[]): AnimatedPngStep[] =>
  parts.map((step, index) => ({ ...step, pixels: rgba(step), disposal: disposals[index] ?? 0, blends: true, delay: hundredths[index] ?? 0 }));
/** Half of what is above, half of what is below. */
const veil = { ...fourth, pixels: fourth.indices.flatMap((index) => [...opaque(index).slice(0, 3), 128]) };
const half = (above: number, below: number): number => Math.round((above * 128 + below * 127) / 255);
const veiled = seen(whole).map((below, place) => {
  const [x, y] = [Math.floor(place / 4) % small.width, Math.floor(place / 4 / small.width)];
  const [column, row] = [x - veil.left, y - veil.top];
  if (place % 4 === 3 || column < 0 || row < 0 || column >= veil.width || row >= veil.height) return below;
  return half(veil.pixels[(row * veil.width + column) * 4 + (place % 4)] ?? 0, below);
});

/** Three frames of 64 shades, each the whole picture. */
const plain = [0, 1, 2].map((frame) => noisePattern({ ...small, channels: 1 }, 6, frame));
function plainGif(): Uint8Array {
  const encoder = gifenc.GIFEncoder();
  for (const frame of plain) encoder.writeFrame(Uint8Array.from(frame), small.width, small.height, { palette: palette.map((colour) => [...colour] as [number, number, number]), delay: 50 });
  encoder.finish();
  return encoder.bytes();
}

const gifSteps = (disposals: readonly (1 | 2 | 3)[]) => parts.map((step, index) => ({
  ...step, indices: step.indices.map((pixel) => (pixel === -1 ? 100 : pixel)), transparent: 100, disposal: disposals[index] ?? 1, delay: hundredths[index] ?? 0,
}));

export const animationFixtures: readonly StillFixture[] = [
  { ...exact('GIF', 'animated', 'gifenc', 3, 8, plain.map((frame) => frame.flatMap((index) => opaque(index).slice(0, 3))), plainGif), durations: [50, 50, 50] },
  { ...exact('GIF', 'parts, taken back (3) and cleared (2)', maker, 4, 8, restored, () => gifFile(small.width, small.height, palette, gifSteps([1, 3, 2, 1]))), durations },
  exact('GIF', 'still, interlaced', maker, 3, 8, [seen(whole).filter((_, index) => index % 4 !== 3)], () => gifFile(small.width, small.height, palette, [{ ...whole, interlaced: true }])),
  { ...exact('PNG', 'animated: parts, taken back (2) and cleared (1)', maker, 4, 8, restored, () => animatedPngFile(small.width, small.height, pngSteps([0, 2, 1, 0]))), durations },
  {
    ...exact('PNG', 'animated: half of what is below shows', maker, 4, 8, [seen(whole), veiled], () =>
      animatedPngFile(small.width, small.height, [{ ...whole, pixels: rgba(whole) }, { ...veil, blends: true }])),
    durations: [100, 100],
  },
  { ...exact('WebP', 'animated: parts, cleared', 'libwebp, this project', 4, 8, holes, () => animatedWebpFile(small.width, small.height, parts.map((step, index) => ({ ...step, pixels: rgba(step), blends: true, clears: index === 1 || index === 2, delay: durations[index] ?? 0 })))), durations },
];
