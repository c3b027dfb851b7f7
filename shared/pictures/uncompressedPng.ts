import { joined } from './joined.ts';
import { pngChunk, pngSignature, sealPngChunk } from './pngChunk.ts';

/** A stored block of deflate says its length in 16 bits. RFC 1951, 3.2.4. */
const largestBlock = 0xffff;

/** A picture and what its numbers mean in colour. */
export interface RgbaPicture {
  readonly width: number;
  readonly height: number;
  /** RGBA of 8 bits, opacity not multiplied in. */
  readonly pixels: Uint8Array;
  /** An ICC profile; null: sRGB. */
  readonly profile: Uint8Array | null;
}

/**
 * RGBA with its colour profile as a PNG whose pixels are only copied: the one container in which every decoder at hand applies any profile
 * itself. Made in one piece: a large photograph is in memory often enough. https://www.w3.org/TR/png-3/#11iCCP
 */
export function uncompressedPng({ width, height, pixels, profile }: RgbaPicture): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 6, 0, 0, 0], 8);
  // A name, its end, and the only method there is.
  const colour = profile === null ? new Uint8Array() : pngChunk('iCCP', joined([Uint8Array.from([0x49, 0x43, 0x43, 0, 0]), stored(profile)]));
  const before = joined([pngSignature, pngChunk('IHDR', header), colour]);
  const end = pngChunk('IEND', new Uint8Array());
  const stride = width * 4;
  const rowBytes = (stride + 1) * height;
  const dataBytes = storedBytes(rowBytes);
  const out = new Uint8Array(before.length + dataBytes + 12 + end.length);
  out.set(before);
  const chunk = out.subarray(before.length, before.length + dataBytes + 12);
  storeInto(chunk.subarray(8, 8 + dataBytes), rowBytes, (place, from) => {
    // Before each row stands how it was filtered: not at all.
    for (let at = 0; at < place.length; ) {
      const [row, column] = [Math.floor((from + at) / (stride + 1)), (from + at) % (stride + 1)];
      const length = Math.min(place.length - at, column === 0 ? 1 : stride + 1 - column);
      if (column > 0) place.set(pixels.subarray(row * stride + column - 1, row * stride + column - 1 + length), at);
      at += length;
    }
  });
  sealPngChunk(chunk, 'IDAT');
  out.set(end, out.length - end.length);
  return out;
}

function stored(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(storedBytes(bytes.length));
  storeInto(out, bytes.length, (place, from) => place.set(bytes.subarray(from, from + place.length)));
  return out;
}

/** zlib's format, uncompressed: two bytes before, four behind, five before each block. RFC 1950, 2.2. */
function storedBytes(length: number): number {
  return 2 + Math.max(1, Math.ceil(length / largestBlock)) * 5 + length + 4;
}

/** @param fill puts what stands from `from` on into its place. */
function storeInto(out: Uint8Array, length: number, fill: (place: Uint8Array, from: number) => void): void {
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  out.set([0x78, 0x01]);
  let at = 2;
  let sum = { low: 1, high: 0 };
  for (let from = 0; from === 0 || from < length; from += largestBlock) {
    const size = Math.min(largestBlock, length - from);
    out[at] = from + size === length ? 1 : 0;
    view.setUint16(at + 1, size, true);
    view.setUint16(at + 3, size ^ 0xffff, true);
    const place = out.subarray(at + 5, at + 5 + size);
    fill(place, from);
    sum = adler32(place, sum);
    at += 5 + size;
  }
  view.setUint32(at, ((sum.high << 16) | sum.low) >>> 0);
}

interface AdlerSum {
  readonly low: number;
  readonly high: number;
}

/** RFC 1950, 8.2. */
function adler32(bytes: Uint8Array, { low: lowBefore, high: highBefore }: AdlerSum): AdlerSum {
  let [low, high] = [lowBefore, highBefore];
  // So many sums fit into 32 bits before they must be taken modulo.
  for (let start = 0; start < bytes.length; start += 5552) {
    const end = Math.min(bytes.length, start + 5552);
    for (let index = start; index < end; index += 1) {
      low += bytes[index] ?? 0;
      high += low;
    }
    low %= 65_521;
    high %= 65_521;
  }
  return { low, high };
}
