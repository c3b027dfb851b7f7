import { BitWriter, segment } from './jpegBits.ts';

/** One picture as lossless JPEG codes it: planes of samples, row by row. */
export interface LosslessJpeg {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly precision: number;
  readonly planes: readonly Uint16Array[];
  /** 1 to 7. */
  readonly predictor: number;
  /** Rows between restarts; 0 for none. */
  readonly restartRows: number;
  /** All components in one scan, or a scan for each. */
  readonly interleaved: boolean;
}

/** Every category in five bits: 0 to 16. */
const table = segment(0xc4, [0x00, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...Array.from({ length: 17 }, (_, category) => category)]);

/** A lossless JPEG codestream (SOF3), written by ITU-T T.81, annex H, so that what a decoder must find is known without one. */
export function losslessJpegFile(picture: LosslessJpeg): Uint8Array {
  const { width, height, precision, planes, predictor, restartRows, interleaved } = picture;
  const components = planes.map((_, index) => index);
  const scans = interleaved ? [components] : components.map((component) => [component]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xc3, [precision, height >> 8, height & 255, width >> 8, width & 255, planes.length, ...components.flatMap((component) => [component + 1, 0x11, 0])]),
    table,
    ...(restartRows > 0 ? [segment(0xdd, [(restartRows * width) >> 8, (restartRows * width) & 255])] : []),
    ...scans.flatMap((scan) => [segment(0xda, [scan.length, ...scan.flatMap((component) => [component + 1, 0x00]), predictor, 0, 0]), codedScan(picture, scan)]),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function codedScan({ width, height, precision, planes, predictor, restartRows }: LosslessJpeg, scan: readonly number[]): Buffer {
  const bits = new BitWriter();
  for (let row = 0; row < height; row += 1) {
    const restarted = row === 0 || (restartRows > 0 && row % restartRows === 0);
    if (restarted && row > 0) bits.restart(row / restartRows - 1);
    for (let column = 0; column < width; column += 1) {
      for (const component of scan) {
        const plane = planes[component] ?? new Uint16Array();
        const at = row * width + column;
        const [left, above, corner] = [plane[at - 1] ?? 0, plane[at - width] ?? 0, plane[at - width - 1] ?? 0];
        const predicted = restarted ? (column === 0 ? 2 ** (precision - 1) : left) : column === 0 ? above : predict(predictor, left, above, corner);
        code(bits, ((plane[at] ?? 0) - predicted) & 0xffff);
      }
    }
  }
  return bits.bytes();
}

/** Table H.1. */
function predict(predictor: number, left: number, above: number, corner: number): number {
  const predictions = [0, left, above, corner, left + above - corner, left + ((above - corner) >> 1), above + ((left - corner) >> 1), (left + above) >> 1];
  return predictions[predictor] ?? 0;
}

/** A difference modulo 2^16: its category, and which one of that category it is. H.1.2.2. */
function code(bits: BitWriter, difference: number): void {
  if (difference === 0x8000) {
    bits.write(16, 5);
    return;
  }
  const signed = difference > 0x8000 ? difference - 0x1_0000 : difference;
  bits.writeValue(signed, (category) => ({ code: category, length: 5 }));
}
