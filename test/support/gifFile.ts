/** GIF written from its description, for tests of what reads it. GIF89a, W3C's copy of the specification. */

export interface GifStep {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Into the palette, row after row. */
  readonly indices: readonly number[];
  /** 1 keep, 2 back to nothing, 3 back to what was there before. */
  readonly disposal?: 1 | 2 | 3;
  readonly transparent?: number;
  /** Hundredths of a second. */
  readonly delay?: number;
  readonly interlaced?: boolean;
}

/** @param palette at most 128 colours: the codes below are of eight bits, and one of them is needed to begin anew. */
export function gifFile(width: number, height: number, palette: readonly (readonly [number, number, number])[], steps: readonly GifStep[]): Uint8Array {
  const colours = Array.from({ length: 128 }, (_, index) => palette[index] ?? [0, 0, 0]);
  const parts = steps.flatMap(({ left, top, width: across, height: down, indices, disposal = 1, transparent, delay = 10, interlaced = false }) => [
    [0x21, 0xf9, 4, (disposal << 2) | (transparent === undefined ? 0 : 1), ...word(delay), transparent ?? 0, 0],
    [0x2c, ...word(left), ...word(top), ...word(across), ...word(down), interlaced ? 0x40 : 0, 7],
    codes(interlaced ? interlacedRows(indices, across, down) : indices),
  ]);
  // A palette of 128 for all frames, and frames for ever.
  const head = [...Buffer.from('GIF89a', 'latin1'), ...word(width), ...word(height), 0xf6, 0, 0, ...colours.flat(), 0x21, 0xff, 11, ...Buffer.from('NETSCAPE2.0', 'latin1'), 3, 1, 0, 0, 0];
  return Uint8Array.from([...head, ...parts.flat(), 0x3b]);
}

function word(value: number): readonly number[] {
  return [value & 255, value >> 8];
}

/** Every index as it is, in codes of eight bits that are never let grow: the table is begun anew before it could. */
function codes(indices: readonly number[]): number[] {
  const [clear, end] = [128, 129];
  const bytes: number[] = [];
  for (const [place, index] of indices.entries()) bytes.push(...(place % 100 === 0 ? [clear] : []), index);
  bytes.push(end);
  const blocks = Array.from({ length: Math.ceil(bytes.length / 255) }, (_, block) => bytes.slice(block * 255, (block + 1) * 255));
  return [...blocks.flatMap((block) => [block.length, ...block]), 0];
}

/** Every eighth row, those between, and so on; appendix E. */
function interlacedRows(indices: readonly number[], width: number, height: number): readonly number[] {
  const order = [[0, 8], [4, 8], [2, 4], [1, 2]].flatMap(([first = 0, step = 1]) => Array.from({ length: Math.max(0, Math.ceil((height - first) / step)) }, (_, index) => first + index * step));
  return order.flatMap((y) => indices.slice(y * width, (y + 1) * width));
}
