import { deflateSync, zstdCompressSync } from 'node:zlib';
import { packed } from './pngFile.ts';

/** TIFF and BigTIFF written from their description, for tests of what reads them; shares no code with any decoder. TIFF 6.0. */

export interface TiffPageParts {
  readonly width: number;
  readonly height: number;
  readonly bits: 1 | 4 | 8 | 16 | 32;
  readonly samples: number;
  /** Row after row, pixel after pixel, sample after sample. */
  readonly values: readonly number[];
  readonly compression?: keyof typeof packers;
  /** Differences from pixel to pixel are packed instead of pixels. */
  readonly predictor?: boolean;
  readonly photometric?: number;
  /** Every sample in a plane of its own. */
  readonly planar?: boolean;
  /** Instead of strips. */
  readonly tile?: { readonly width: number; readonly height: number };
  readonly rowsPerStrip?: number;
  /** Further entries: a tag and its SHORTs. */
  readonly more?: readonly (readonly [tag: number, ...values: readonly number[]])[];
}

export interface TiffOptions {
  readonly bigEndian?: boolean;
  readonly big?: boolean;
}

const packers = {
  none: { number: 1, pack: (bytes: Uint8Array) => bytes },
  deflate: { number: 8, pack: (bytes: Uint8Array) => deflateSync(bytes) },
  lzw: { number: 5, pack: packLzw },
  packbits: { number: 32_773, pack: packBits },
  zstd: { number: 50_000, pack: (bytes: Uint8Array) => zstdCompressSync(bytes) },
  /** Named, and not so packed: for what is refused by its name. */
  lzma: { number: 34_925, pack: (bytes: Uint8Array) => bytes },
  webp: { number: 50_001, pack: (bytes: Uint8Array) => bytes },
  lerc: { number: 34_887, pack: (bytes: Uint8Array) => bytes },
  jpeg2000: { number: 34_712, pack: (bytes: Uint8Array) => bytes },
  oldJpeg: { number: 6, pack: (bytes: Uint8Array) => bytes },
  jbig: { number: 34_661, pack: (bytes: Uint8Array) => bytes },
  jpegXl: { number: 50_002, pack: (bytes: Uint8Array) => bytes },
  unheardOf: { number: 12_345, pack: (bytes: Uint8Array) => bytes },
} as const;

interface Entry {
  readonly tag: number;
  readonly type: 3 | 4;
  readonly values: readonly number[];
}

export function tiffFile(pages: readonly TiffPageParts[], { bigEndian = false, big = false }: TiffOptions = {}): Uint8Array {
  const number = (value: number, bytes: 1 | 2 | 4 | 8): Buffer => {
    const out = Buffer.alloc(bytes);
    out.writeUIntBE(value, Math.max(0, bytes - 6), Math.min(bytes, 6));
    return bigEndian ? out : out.reverse();
  };
  const word = big ? 8 : 4;
  const mark = bigEndian ? 'MM' : 'II';
  const parts: Buffer[] = [Buffer.from(mark, 'latin1'), ...(big ? [number(43, 2), number(8, 2), number(0, 2)] : [number(42, 2)])];
  const length = (): number => parts.reduce((sum, part) => sum + part.length, 0);
  const even = (): number => {
    if (length() % 2 === 1) parts.push(Buffer.alloc(1));
    return length();
  };
  // Each says where the next directory stands, which is known only later.
  let link = parts.push(number(0, word)) - 1;
  for (const page of pages) {
    const packed = chunksOf(page, number);
    const places = packed.map((chunk) => {
      const at = even();
      parts.push(Buffer.from(chunk));
      return at;
    });
    const entries = entriesOf(page, places, packed.map((chunk) => chunk.length)).map(({ tag, type, values }) => {
      const body = Buffer.concat(values.map((value) => number(value, type === 3 ? 2 : 4)));
      if (body.length <= word) return Buffer.concat([number(tag, 2), number(type, 2), number(values.length, big ? 8 : 4), body, Buffer.alloc(word - body.length)]);
      const at = even();
      parts.push(body);
      return Buffer.concat([number(tag, 2), number(type, 2), number(values.length, big ? 8 : 4), number(at, word)]);
    });
    parts[link] = number(even(), word);
    parts.push(number(entries.length, big ? 8 : 2), ...entries);
    link = parts.push(number(0, word)) - 1;
  }
  return Buffer.concat(parts);
}

function entriesOf(page: TiffPageParts, places: readonly number[], lengths: readonly number[]): readonly Entry[] {
  const { width, height, bits, samples, compression = 'none', predictor = false, photometric, planar = false, tile, rowsPerStrip = height, more = [] } = page;
  const short = (tag: number, ...values: readonly number[]): Entry => ({ tag, type: 3, values });
  const long = (tag: number, ...values: readonly number[]): Entry => ({ tag, type: 4, values });
  const entries = [
    long(256, width), long(257, height), short(258, ...Array.from({ length: samples }, () => bits)), short(259, packers[compression].number),
    short(262, photometric ?? (samples >= 3 ? 2 : 1)), short(277, samples), short(284, planar ? 2 : 1),
    ...(tile ? [long(322, tile.width), long(323, tile.height), long(324, ...places), long(325, ...lengths)] : [long(273, ...places), long(278, rowsPerStrip), long(279, ...lengths)]),
    ...(predictor ? [short(317, 2)] : []),
    ...more.map(([tag, ...numbers]) => short(tag, ...numbers)),
  ];
  return entries.toSorted((left, right) => left.tag - right.tag);
}

/** The strips or tiles, plane by plane, packed. */
function chunksOf(page: TiffPageParts, number: (value: number, bytes: 1 | 2 | 4) => Buffer): readonly Uint8Array[] {
  const { width, height, bits, samples, values, compression = 'none', predictor = false, planar = false, tile, rowsPerStrip = height } = page;
  const [across, down] = tile ? [tile.width, tile.height] : [width, rowsPerStrip];
  const bytes = bits <= 8 ? 1 : bits === 16 ? 2 : 4;
  const chunks: Uint8Array[] = [];
  for (const plane of planar ? Array.from({ length: samples }, (_, index) => [index]) : [Array.from({ length: samples }, (_, index) => index)]) {
    for (let top = 0; top < height; top += down) {
      for (let left = 0; left < width; left += across) {
        // Tiles are whole; strips end with the picture.
        const rows = tile ? down : Math.min(down, height - top);
        const cells: Buffer[] = [];
        for (let y = top; y < top + rows; y += 1) {
          const row: number[] = [];
          for (let x = left; x < left + across; x += 1) {
            for (const sample of plane) {
              const at = (column: number): number => (column < width && y < height ? (values[(y * width + column) * samples + sample] ?? 0) : 0);
              const value = predictor && x > left ? at(x) - at(x - 1) : at(x);
              row.push(((value % 2 ** bits) + 2 ** bits) % 2 ** bits);
            }
          }
          cells.push(bits < 8 ? Buffer.from(packed(row, bits)) : Buffer.concat(row.map((value) => number(value, bytes))));
        }
        chunks.push(packers[compression].pack(Buffer.concat(cells)));
      }
    }
  }
  return chunks;
}

/** Runs where there are any, else literals; TIFF 6.0, section 9. */
function packBits(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    let run = 1;
    while (run < 128 && at + run < bytes.length && bytes[at + run] === bytes[at]) run += 1;
    if (run > 1) {
      out.push(257 - run, bytes[at] ?? 0);
      at += run;
    } else {
      const literal = bytes.subarray(at, at + 128);
      out.push(literal.length - 1, ...literal);
      at += literal.length;
    }
  }
  return Uint8Array.from(out);
}

/** Codes of nine bits and more, the highest bit first; the table is begun anew before it is full. TIFF 6.0, section 13. */
function packLzw(bytes: Uint8Array): Uint8Array {
  const [clear, end] = [256, 257];
  const out: number[] = [];
  let [held, heldBits, width] = [0, 0, 9];
  let codes = new Map<string, number>();
  let next = 258;
  const write = (code: number): void => {
    held = held * 2 ** width + code;
    heldBits += width;
    while (heldBits >= 8) {
      const byte = Math.floor(held / 2 ** (heldBits - 8));
      out.push(byte);
      held -= byte * 2 ** (heldBits - 8);
      heldBits -= 8;
    }
  };
  const codeOf = (text: string): number => (text.length === 1 ? text.charCodeAt(0) : (codes.get(text) ?? 0));
  write(clear);
  let known = '';
  for (const byte of bytes) {
    const longer = known + String.fromCharCode(byte);
    if (longer.length === 1 || codes.has(longer)) {
      known = longer;
      continue;
    }
    write(codeOf(known));
    codes.set(longer, next);
    next += 1;
    if (next === 4094) {
      write(clear);
      codes = new Map();
      [next, width] = [258, 9];
    } else if (next === 2 ** width && width < 12) {
      width += 1;
    }
    known = String.fromCharCode(byte);
  }
  if (known !== '') write(codeOf(known));
  write(end);
  if (heldBits > 0) out.push((held * 2 ** (8 - heldBits)) & 255);
  return Uint8Array.from(out);
}
