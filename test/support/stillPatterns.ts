/** Pixels by formula: what a decoder must find is known without any decoder. */

export interface PatternSize {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Every pixel different from its neighbours: what is a bit off shows. Row after row, pixel after pixel, channel after channel. */
export function noisePattern({ width, height, channels }: PatternSize, bits: number, frame = 0): number[] {
  return pattern({ width, height, channels }, (x, y, channel) => (x * x * 31 + y * y * 17 + x * y * 7 + channel * 5003 + frame * 977 + x * 257 + y * 4099) % 2 ** bits);
}

/** Soft slopes of 8 bits, which lossy compression keeps well. */
export function slopePattern({ width, height, channels }: PatternSize): number[] {
  return pattern({ width, height, channels }, (x, y, channel) =>
    Math.floor(channel === 0 ? (255 * x) / (width - 1) : channel === 1 ? (255 * y) / (height - 1) : (255 * (x + y)) / (width + height - 2)));
}

function pattern({ width, height, channels }: PatternSize, value: (x: number, y: number, channel: number) => number): number[] {
  return Array.from({ length: width * height * channels }, (_, index) => {
    const pixel = Math.floor(index / channels);
    return value(pixel % width, Math.floor(pixel / width), index % channels);
  });
}
