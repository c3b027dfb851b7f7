import { BitWriter, segment } from './jpegBits.ts';

/** One component of a picture: what its samples are, in 12 bits. */
export type Samples12 = (x: number, y: number) => number;

export interface ExtendedJpeg {
  readonly width: number;
  readonly height: number;
  readonly components: readonly Samples12[];
  /** The same for every coefficient. */
  readonly step: number;
  /** How many samples of the first component there are to one of the others, along a row. */
  readonly across: 1 | 2;
  /** In MCUs; 0 for none. */
  readonly restartInterval: number;
}

/** Of one block: the coefficients as coded, in zigzag order, and the samples they stand for, computed in double precision. */
interface Block {
  readonly coded: readonly number[];
  readonly samples: Float64Array;
}

const middle = 2048;
const zigzag = Array.from({ length: 64 }, (_, at) => at).sort((one, other) => place(one) - place(other));

/** Diagonal by diagonal, every other one upwards. Figure A.6. */
function place(at: number): number {
  const [row, column] = [at >> 3, at & 7];
  const diagonal = row + column;
  return diagonal * 8 + (diagonal % 2 === 0 ? column : row);
}

const basis = Array.from({ length: 8 }, (_, frequency) =>
  Array.from({ length: 8 }, (_, at) => (frequency === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * at + 1) * frequency * Math.PI) / 16)));
const factor = (frequency: number, at: number) => basis[frequency]?.[at] ?? 0;

/** Every symbol in one length: categories of DC in five bits, runs and categories of AC in eight. */
const direct = Array.from({ length: 16 }, (_, category) => category);
const alternating = [0x00, 0xf0, ...Array.from({ length: 16 }, (_, run) => Array.from({ length: 14 }, (_, size) => run * 16 + size + 1)).flat()];
const tables = Buffer.concat([
  segment(0xc4, [0x00, 0, 0, 0, 0, direct.length, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...direct]),
  segment(0xc4, [0x10, 0, 0, 0, 0, 0, 0, 0, alternating.length, 0, 0, 0, 0, 0, 0, 0, 0, ...alternating]),
]);

/**
 * A 12-bit JPEG codestream (SOF1), written by ITU-T T.81, annexes A and F, and what its samples are when the coefficients it holds are transformed back
 * in double precision: for each component its own samples, row by row.
 */
export function extendedJpegFile(picture: ExtendedJpeg): { readonly bytes: Uint8Array; readonly samples: readonly Float64Array[] } {
  const { width, height, components, step, across, restartInterval } = picture;
  const columns = Math.ceil(width / (8 * across));
  const rows = Math.ceil(height / 8);
  const sampled = (component: number) => (component === 0 ? across : 1);
  const samples = components.map((_, component) => new Float64Array(columns * sampled(component) * 8 * rows * 8));
  const bits = new BitWriter();
  let before = components.map(() => 0);
  for (let unit = 0; unit < rows * columns; unit += 1) {
    if (restartInterval > 0 && unit > 0 && unit % restartInterval === 0) {
      bits.restart(unit / restartInterval - 1);
      before = components.map(() => 0);
    }
    components.forEach((sample, component) => {
      for (let part = 0; part < sampled(component); part += 1) {
        const left = ((unit % columns) * sampled(component) + part) * 8;
        const top = Math.floor(unit / columns) * 8;
        const block = transform((x, y) => sample(left + x, top + y), step);
        writeBlock(bits, block.coded, before[component] ?? 0);
        before[component] = block.coded[0] ?? 0;
        for (let at = 0; at < 64; at += 1) (samples[component] ?? block.samples)[(top + (at >> 3)) * columns * sampled(component) * 8 + left + (at & 7)] = block.samples[at] ?? 0;
      }
    });
  }
  const specifications = components.flatMap((_, component) => [component + 1, sampled(component) * 16 + 1, 0]);
  const bytes = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, [0x00, ...zigzag.map(() => step)]),
    segment(0xc1, [12, height >> 8, height & 255, width >> 8, width & 255, components.length, ...specifications]),
    tables,
    ...(restartInterval > 0 ? [segment(0xdd, [restartInterval >> 8, restartInterval & 255])] : []),
    segment(0xda, [components.length, ...components.flatMap((_, component) => [component + 1, 0x00]), 0, 63, 0]),
    bits.bytes(),
    Buffer.from([0xff, 0xd9]),
  ]);
  return { bytes, samples: samples.map((plane, component) => cropped(plane, columns * sampled(component) * 8, component === 0 ? width : Math.ceil(width / across), height)) };
}

/** A.3.3, there and back. */
function transform(sample: (x: number, y: number) => number, step: number): Block {
  const coefficients = Array.from({ length: 64 }, (_, frequency) => {
    let sum = 0;
    for (let at = 0; at < 64; at += 1) sum += (sample(at & 7, at >> 3) - middle) * factor(frequency & 7, at & 7) * factor(frequency >> 3, at >> 3);
    return Math.round(sum / step);
  });
  const samples = Float64Array.from({ length: 64 }, (_, at) => {
    let sum = middle;
    coefficients.forEach((coefficient, frequency) => (sum += coefficient * step * factor(frequency & 7, at & 7) * factor(frequency >> 3, at >> 3)));
    return Math.min(4095, Math.max(0, sum));
  });
  return { coded: zigzag.map((frequency) => coefficients[frequency] ?? 0), samples };
}

/** F.1.2. */
function writeBlock(bits: BitWriter, coded: readonly number[], before: number): void {
  bits.writeValue((coded[0] ?? 0) - before, (category) => ({ code: category, length: 5 }));
  const last = coded.findLastIndex((coefficient, at) => at > 0 && coefficient !== 0);
  let run = 0;
  for (let at = 1; at <= last; at += 1) {
    const coefficient = coded[at] ?? 0;
    if (coefficient === 0) {
      run += 1;
      continue;
    }
    for (; run > 15; run -= 16) bits.write(alternating.indexOf(0xf0), 8);
    const zeros = run;
    bits.writeValue(coefficient, (size) => ({ code: alternating.indexOf(zeros * 16 + size), length: 8 }));
    run = 0;
  }
  if (last < 63) bits.write(alternating.indexOf(0x00), 8);
}

function cropped(plane: Float64Array, stride: number, width: number, height: number): Float64Array {
  const kept = new Float64Array(width * height);
  for (let row = 0; row < height; row += 1) kept.set(plane.subarray(row * stride, row * stride + width), row * width);
  return kept;
}
