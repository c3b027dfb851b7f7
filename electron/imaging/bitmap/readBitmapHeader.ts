import { fail, succeed, type Result } from '../../../shared/errors/result.ts';

/** Bits of one channel in a pixel of 16 or 32 bits. */
export type ChannelMask = number;

export interface BitmapHeader {
  readonly width: number;
  readonly height: number;
  /** The first row in the file is the picture's first, not its last. */
  readonly topDown: boolean;
  readonly bitsPerPixel: 1 | 4 | 8 | 16 | 24 | 32;
  readonly compression: 'none' | 'rle8' | 'rle4';
  /** Red, green, blue and opacity; a mask of 0: the channel is not there. */
  readonly masks: readonly [ChannelMask, ChannelMask, ChannelMask, ChannelMask];
  /** Red, green and blue of each index. */
  readonly palette: Uint8Array;
  /** Where the pixels begin, in bytes from the file's beginning. */
  readonly pixelOffset: number;
}

const fileHeaderBytes = 14;
const depths = [1, 4, 8, 16, 24, 32] as const;
const plainMasks = { 16: [0x7c00, 0x3e0, 0x1f, 0], 32: [0xff_0000, 0xff00, 0xff, 0] } as const;
/** BITMAPCOREHEADER, BITMAPINFOHEADER, its relatives with three and four masks, OS/2 2, V4 and V5. */
const headerSizes = [12, 40, 52, 56, 64, 108, 124];
const unsupportedCompressions: Readonly<Record<number, string>> = { 4: 'JPEG in BMP', 5: 'PNG in BMP' };

/**
 * The header of a Windows bitmap. Microsoft, "Bitmap Storage": BITMAPFILEHEADER, BITMAPINFOHEADER, BITMAPV4HEADER, BITMAPV5HEADER.
 * Fails with `data.truncated`, `data.undecodable` or `data.unsupported-compression`.
 */
export function readBitmapHeader(bytes: Uint8Array): Result<BitmapHeader> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < fileHeaderBytes + 12) return fail('data.truncated', { detail: 'BMP header' });
  const size = view.getUint32(14, true);
  if (!headerSizes.includes(size)) return fail('data.undecodable', { detail: `BMP header of ${String(size)} bytes` });
  if (view.byteLength < fileHeaderBytes + size) return fail('data.truncated', { detail: 'BMP header' });
  const core = size === 12;
  const [width, signedHeight, depth] = core
    ? [view.getUint16(18, true), view.getUint16(20, true), view.getUint16(24, true)]
    : [view.getInt32(18, true), view.getInt32(22, true), view.getUint16(28, true)];
  const method = core ? 0 : view.getUint32(30, true);
  const bitsPerPixel = depths.find((known) => known === depth);
  if (bitsPerPixel === undefined) return fail('data.unsupported-compression', { detail: `BMP of ${String(depth)} bits a pixel` });
  // OS/2 gives other meanings to the numbers above 2.
  if (method in unsupportedCompressions || (size === 64 && method > 2)) return fail('data.unsupported-compression', { detail: unsupportedCompressions[method] ?? `OS/2 bitmap compression ${String(method)}` });
  const compression = method === 1 && depth === 8 ? 'rle8' : method === 2 && depth === 4 ? 'rle4' : 'none';
  const masked = (method === 3 || method === 6) && (depth === 16 || depth === 32);
  const height = Math.abs(signedHeight);
  if ((method !== 0 && compression === 'none' && !masked) || width < 1 || height < 1) return fail('data.undecodable', { detail: 'BMP header' });
  // Run lengths are only ever written from the bottom.
  if (compression !== 'none' && signedHeight < 0) return fail('data.undecodable', { detail: 'BMP run lengths from the top' });
  const masksBehind = masked && size === 40 ? (method === 6 ? 16 : 12) : 0;
  if (view.byteLength < fileHeaderBytes + size + masksBehind) return fail('data.truncated', { detail: 'BMP masks' });
  const maskCount = size >= 56 || method === 6 ? 4 : 3;
  const mask = (index: number): ChannelMask => (index < maskCount ? view.getUint32(fileHeaderBytes + 40 + index * 4, true) : 0);
  return succeed({
    width, height, bitsPerPixel, compression,
    topDown: signedHeight < 0,
    masks: masked ? [mask(0), mask(1), mask(2), mask(3)] : bitsPerPixel === 16 ? plainMasks[16] : plainMasks[32],
    palette: bitsPerPixel > 8 ? new Uint8Array() : readPalette(bytes, fileHeaderBytes + size + masksBehind, core ? 3 : 4, paletteLength(view, core, bitsPerPixel)),
    pixelOffset: view.getUint32(10, true),
  });
}

function paletteLength(view: DataView, core: boolean, bitsPerPixel: number): number {
  const stated = core ? 0 : view.getUint32(46, true);
  const most = 2 ** bitsPerPixel;
  return stated === 0 ? most : Math.min(stated, most);
}

/** Blue, green, red, and in all but the oldest a byte that means nothing. What an index points at beyond the end is black. */
function readPalette(bytes: Uint8Array, start: number, entryBytes: number, length: number): Uint8Array {
  const palette = new Uint8Array(256 * 3);
  for (let entry = 0; entry < length; entry += 1) {
    for (let channel = 0; channel < 3; channel += 1) palette[entry * 3 + channel] = bytes[start + entry * entryBytes + 2 - channel] ?? 0;
  }
  return palette;
}
