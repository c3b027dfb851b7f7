import { FailureError } from '../../errors/result.ts';
import type { DicomDataSet } from '../reading/dataSet.ts';
import type { Samples } from './samples.ts';

/** The palette of PALETTE COLOR. DICOM PS3.3, C.7.6.3.1.5 and C.7.9. */
export interface Palette {
  readonly bits: 8 | 16;
  /** The stored value of the first entry. */
  readonly first: number;
  readonly red: Uint16Array;
  readonly green: Uint16Array;
  readonly blue: Uint16Array;
}

const channels = [
  { descriptor: '00281101', data: '00281201', segmented: '00281221' },
  { descriptor: '00281102', data: '00281202', segmented: '00281222' },
  { descriptor: '00281103', data: '00281203', segmented: '00281223' },
] as const;

/** @throws FailureError `data.undecodable` when a channel is missing or short. */
export function readPalette(dataSet: DicomDataSet, signed: boolean): Palette {
  const descriptor = dataSet.words(channels[0].descriptor);
  const length = descriptor[0] === 0 ? 65_536 : (descriptor[0] ?? 0);
  const bits = descriptor[2] === 8 ? 8 : 16;
  const first = signed ? ((descriptor[1] ?? 0) << 16) >> 16 : (descriptor[1] ?? 0);
  const [red, green, blue] = channels.map(({ data, segmented }) => {
    const table = dataSet.has(data) ? entriesOf(dataSet, data, length, bits) : expand(dataSet.words(segmented), length);
    if (length === 0 || table.length < length) throw new FailureError({ code: 'data.undecodable', detail: 'palette' });
    return table;
  });
  if (!red || !green || !blue) throw new FailureError({ code: 'data.undecodable', detail: 'palette' });
  return { bits, first, red, green, blue };
}

/** 8-bit entries lie two in a word, or, against the standard, one in each. */
function entriesOf(dataSet: DicomDataSet, tag: string, length: number, bits: 8 | 16): Uint16Array {
  const words = dataSet.words(tag);
  if (bits === 16 || words.length >= length) return words;
  return Uint16Array.from({ length: Math.min(length, words.length * 2) }, (_, index) => ((words[index >> 1] ?? 0) >> ((index & 1) * 8)) & 0xff);
}

/** Segmented palettes: runs, slopes and repeats. DICOM PS3.3, C.7.9.2. */
function expand(words: Uint16Array, length: number): Uint16Array {
  const entries: number[] = [];
  const run = (position: number, mayRepeat: boolean): number => {
    const [opcode, count] = [words[position], words[position + 1] ?? 0];
    if (opcode === 0) {
      for (const value of words.subarray(position + 2, position + 2 + count)) entries.push(value);
      return position + 2 + count;
    }
    if (opcode === 1) {
      const from = entries.at(-1) ?? 0;
      const to = words[position + 2] ?? 0;
      for (let step = 1; step <= count && entries.length < length; step += 1) entries.push(Math.round(from + ((to - from) * step) / count));
      return position + 3;
    }
    if (opcode === 2 && mayRepeat) {
      let at = (words[position + 2] ?? 0) + (words[position + 3] ?? 0) * 65_536;
      for (let repeat = 0; repeat < count && at < words.length; repeat += 1) at = run(at, false);
      return position + 4;
    }
    throw new FailureError({ code: 'data.undecodable', detail: 'segmented palette' });
  };
  for (let position = 0; position < words.length && entries.length < length; ) position = run(position, true);
  return Uint16Array.from(entries);
}

/** Colours by pixel; values outside the palette take its first or last entry. */
export function applyPalette(values: Samples, palette: Palette): Uint8Array | Uint16Array {
  const pixels = palette.bits === 8 ? new Uint8Array(values.length * 3) : new Uint16Array(values.length * 3);
  const last = palette.red.length - 1;
  for (let index = 0; index < values.length; index += 1) {
    const entry = Math.min(last, Math.max(0, (values[index] ?? 0) - palette.first));
    pixels[index * 3] = palette.red[entry] ?? 0;
    pixels[index * 3 + 1] = palette.green[entry] ?? 0;
    pixels[index * 3 + 2] = palette.blue[entry] ?? 0;
  }
  return pixels;
}
