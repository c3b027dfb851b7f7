import { deflateSync } from 'node:zlib';
import { joined } from '../../shared/pictures/joined.ts';
import { pngChunk, pngSignature } from '../../shared/pictures/pngChunk.ts';

/** One step of an animated PNG: RGBA of a part of the picture. */
export interface AnimatedPngStep {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: readonly number[];
  /** 0 keep, 1 clear, 2 restore. */
  readonly disposal?: 0 | 1 | 2;
  readonly blends?: boolean;
  /** Hundredths of a second. */
  readonly delay?: number;
}

/** @param declared what the header claims. */
export function animatedPngFile(width: number, height: number, steps: readonly AnimatedPngStep[], declared = steps.length): Uint8Array {
  const numbers = (...values: readonly number[]): Buffer => {
    const out = Buffer.alloc(values.length * 4);
    for (const [index, value] of values.entries()) out.writeUInt32BE(value, index * 4);
    return out;
  };
  let sequence = 0;
  const frames = steps.flatMap((step, index) => {
    const rows = Array.from({ length: step.height }, (_, y) => [0, ...step.pixels.slice(y * step.width * 4, (y + 1) * step.width * 4)]).flat();
    const data = deflateSync(Uint8Array.from(rows));
    const timing = Buffer.from([0, step.delay ?? 10, 0, 100, step.disposal ?? 0, step.blends === true ? 1 : 0]);
    const control = pngChunk('fcTL', Buffer.concat([numbers(sequence++, step.width, step.height, step.left, step.top), timing]));
    return [control, index === 0 ? pngChunk('IDAT', data) : pngChunk('fdAT', Buffer.concat([numbers(sequence++), data]))];
  });
  const header = Buffer.concat([numbers(width, height), Buffer.from([8, 6, 0, 0, 0])]);
  return joined([pngSignature, pngChunk('IHDR', header), pngChunk('acTL', numbers(declared, 0)), ...frames, pngChunk('IEND', new Uint8Array())]);
}
