import sharp, { type Sharp } from 'sharp';

/** Large pictures by formula: what a decoder must find anywhere on them is known without any. */

export interface StillSize {
  readonly width: number;
  readonly height: number;
}

/** Every pixel differs from its neighbours, and from those of other blocks of 256. */
export function sharpColour(x: number, y: number): readonly [number, number, number] {
  return [(x * 7 + y * 13) & 255, (x >> 8) * 5 & 255, (y >> 8) * 7 & 255];
}

/** Soft slopes over the whole, which lossy compression and reducing keep. */
export function slopeColour(x: number, y: number, { width, height }: StillSize): readonly [number, number, number] {
  return [Math.floor((255 * x) / width), Math.floor((255 * y) / height), 96];
}

export function largePicture(size: StillSize, colour: (x: number, y: number, size: StillSize) => readonly [number, number, number]): Sharp {
  const { width, height } = size;
  const samples = Buffer.alloc(width * height * 3);
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [red, green, blue] = colour(x, y, size);
      samples[at] = red;
      samples[at + 1] = green;
      samples[at + 2] = blue;
      at += 3;
    }
  }
  return sharp(samples, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}
