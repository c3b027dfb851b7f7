import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { noisePattern, slopePattern } from '../stillPatterns.ts';

/** A picture whose every pixel is known, because it was written from a formula. */
export interface StillFixture {
  readonly format: string;
  readonly variant: string;
  readonly writer: string;
  readonly make: () => Promise<Uint8Array> | Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  /** 4: with opacity, where nothing of a pixel is to be seen its colour is 0. */
  readonly channels: 1 | 3 | 4;
  /** What each frame must hold; none: it is refused. */
  readonly frames: readonly (readonly number[])[];
  /** Milliseconds; without them there must be none. */
  readonly durations?: readonly number[];
  readonly lossy?: boolean;
  readonly refused?: string;
}

export const small = { width: 37, height: 23 };
export const large = { width: 64, height: 48 };
export const rgb = noisePattern({ ...small, channels: 3 }, 8);
export const grey = noisePattern({ ...small, channels: 1 }, 8);
export const rgb16 = noisePattern({ ...small, channels: 3 }, 16);
export const grey16 = noisePattern({ ...small, channels: 1 }, 16);
export const slope = slopePattern({ ...large, channels: 3 });

export const exact = (format: string, variant: string, writer: string, channels: StillFixture['channels'], bits: number, frames: StillFixture['frames'], make: StillFixture['make']): StillFixture =>
  ({ format, variant, writer, channels, bits, frames, make, ...small });
export const lossy = (format: string, variant: string, make: StillFixture['make'], writer = 'libvips'): StillFixture =>
  ({ format, variant, writer, channels: 3, bits: 8, frames: [slope], lossy: true, make, ...large });

/** A file of test/fixtures/stills; its README says how it was made. */
export const keptStill = (name: string): Uint8Array => readFileSync(projectPath(`test/fixtures/stills/${name}`));

export const sharpOf = (values: readonly number[], size: { readonly width: number; readonly height: number }) => sharp(Uint8Array.from(values), { raw: { ...size, channels: 3 } });

interface Recorded {
  readonly values: number[];
  readonly width: number;
  readonly height: number;
}

/** What the sensor recorded when what is upright was held in one of EXIF's eight ways. */
export function recorded(values: readonly number[], { width, height }: typeof large, orientation: number, channels = 3): Recorded {
  const lying = orientation >= 5;
  const [across, down] = lying ? [height, width] : [width, height];
  const upright = (x: number, y: number): readonly [number, number] => {
    const places: Readonly<Record<number, readonly [number, number]>> = {
      1: [x, y], 2: [width - 1 - x, y], 3: [width - 1 - x, height - 1 - y], 4: [x, height - 1 - y],
      5: [y, x], 6: [width - 1 - y, x], 7: [width - 1 - y, height - 1 - x], 8: [y, height - 1 - x],
    };
    return places[orientation] ?? [x, y];
  };
  const out = Array.from({ length: across * down }, (_, index) => upright(index % across, Math.floor(index / across))).flatMap(([x, y]) => values.slice((y * width + x) * channels, (y * width + x + 1) * channels));
  return { values: out, width: across, height: down };
}

/** What is upright when `recorded` was held so: going the other way, a quarter turn is three. */
export const upright = (values: readonly number[], size: typeof large, orientation: number, channels = 3): Recorded =>
  recorded(values, size, orientation === 6 ? 8 : orientation === 8 ? 6 : orientation, channels);
