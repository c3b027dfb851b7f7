import { joined } from './joined.ts';
import { pngChunk, pngSignature } from './pngChunk.ts';

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
 * itself. https://www.w3.org/TR/png-3/#11iCCP
 */
export function uncompressedPng({ width, height, pixels, profile }: RgbaPicture): Uint8Array<ArrayBuffer> {
  const stride = width * 4;
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y += 1) rows.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 6, 0, 0, 0], 8);
  const chunks = [
    pngChunk('IHDR', header),
    // A name, its end, and the only method there is.
    ...(profile === null ? [] : [pngChunk('iCCP', joined([Uint8Array.from([0x49, 0x43, 0x43, 0, 0]), stored(profile)]))]),
    pngChunk('IDAT', stored(rows)),
    pngChunk('IEND', new Uint8Array()),
  ];
  return joined([pngSignature, ...chunks]);
}

/** zlib's format, uncompressed. RFC 1950, 2.2. */
function stored(bytes: Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil(bytes.length / largestBlock));
  const out = new Uint8Array(2 + blocks * 5 + bytes.length + 4);
  const view = new DataView(out.buffer);
  out.set([0x78, 0x01]);
  let at = 2;
  for (let block = 0; block < blocks; block += 1) {
    const part = bytes.subarray(block * largestBlock, (block + 1) * largestBlock);
    out[at] = block === blocks - 1 ? 1 : 0;
    view.setUint16(at + 1, part.length, true);
    view.setUint16(at + 3, part.length ^ 0xffff, true);
    out.set(part, at + 5);
    at += 5 + part.length;
  }
  view.setUint32(at, adler32(bytes));
  return out;
}

function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
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
  return ((high << 16) | low) >>> 0;
}
