import { deflateSync, zstdCompressSync } from 'node:zlib';
import sharp from 'sharp';
import { joined } from '../../../shared/pictures/joined.ts';
import { pngChunk, pngSignature } from '../../../shared/pictures/pngChunk.ts';
import { animatedPngFile } from '../animatedPngFile.ts';
import { bitmapFile } from '../bitmapFile.ts';
import { gifFile } from '../gifFile.ts';
import { tiffFile } from '../tiffFile.ts';
import { keptStill } from './stillFixture.ts';

/** Small files that ask for much: sides that are not there, lengths and counts that lie, kilobytes that open to gigabytes. */

/** 0x3FFF: as many pixels as any picture may have are these squared. */
const most = 0x3fff;
const beyond = 0xfff0;

interface Bomb {
  readonly name: string;
  /** Takes its time, or the process's: not for every run. */
  readonly slow?: boolean;
  readonly make: () => Uint8Array | Promise<Uint8Array>;
}

/** Black, of one bit; `inflated`: how many bytes its pixels open to. */
function png(width: number, height: number, { interlaced = false, inflated = (1 + Math.ceil(width / 8)) * height, before = [] }: { readonly interlaced?: boolean; readonly inflated?: number; readonly before?: readonly Uint8Array[] } = {}): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, interlaced ? 1 : 0], 8);
  return joined([pngSignature, pngChunk('IHDR', header), ...before, pngChunk('IDAT', deflateSync(Buffer.alloc(inflated))), pngChunk('IEND', new Uint8Array())]);
}

const named = (name: string): Uint8Array => Buffer.from(`${name}\0\0`, 'latin1');
const megabytes = (count: number): Buffer => Buffer.alloc(count * 1024 * 1024);

/** A JPEG whose sides are changed behind its encoder's back. */
async function jpeg(width: number, height: number, progressive: boolean): Promise<Uint8Array> {
  const file = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } }).jpeg({ progressive, chromaSubsampling: '4:4:4' }).toBuffer();
  const frame = file.indexOf(Buffer.from([0xff, progressive ? 0xc2 : 0xc0]));
  file.writeUInt16BE(height, frame + 5);
  file.writeUInt16BE(width, frame + 7);
  return file;
}

/** The sides that a HEIF file says of its pictures, wherever it says them. */
function heif(name: string, width: number, height: number): Uint8Array {
  const file = Buffer.from(keptStill(name));
  for (let at = file.indexOf('ispe', 0, 'latin1'); at !== -1; at = file.indexOf('ispe', at + 4, 'latin1')) {
    file.writeUInt32BE(width, at + 8);
    file.writeUInt32BE(height, at + 12);
  }
  // Of a picture in tiles, the whole has sides of its own.
  const grid = file.indexOf('idat', 0, 'latin1');
  if (grid !== -1) file.set([0, 0, 0, 0, width >> 8, width & 255, height >> 8, height & 255], grid + 4);
  return file;
}

const dot = (side: number, bits: 1 | 8 | 16 = 8) => ({ width: side, height: side, bits, samples: 1, values: [] });
/** One directory, its width and height changed. */
function tiff(width: number, height: number, compression: 'none' | 'deflate' | 'zstd' | 'lzw', body?: Uint8Array): Uint8Array {
  const file = Buffer.from(tiffFile([{ ...dot(4), compression }]));
  const directory = file.readUInt32LE(4);
  for (let entry = 0; entry < file.readUInt16LE(directory); entry += 1) {
    const at = directory + 2 + entry * 12;
    const tag = file.readUInt16LE(at);
    if (tag === 256) file.writeUInt32LE(width, at + 8);
    if (tag === 257 || tag === 278) file.writeUInt32LE(height, at + 8);
    if (body && tag === 273) file.writeUInt32LE(file.length, at + 8);
    if (body && tag === 279) file.writeUInt32LE(body.length, at + 8);
  }
  return body ? Buffer.concat([file, body]) : file;
}

/** A still of any size, in a shade: what its format packs best. */
const flat = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#808080' }, limitInputPixels: false });
const palette = [[0, 0, 0], [255, 255, 255]] as const;
const dotStep = { left: 0, top: 0, width: 1, height: 1 };

function wide(file: Uint8Array, at: number, width: number, height: number): Uint8Array {
  const copy = Buffer.from(file);
  copy.writeUInt16LE(width, at);
  copy.writeUInt16LE(height, at + 2);
  return copy;
}

const all: readonly Bomb[] = [
  { name: 'PNG beyond the bound', make: () => png(30_000, 30_000) },
  { name: 'PNG at the bound', make: () => png(most, most) },
  { name: 'PNG at the bound, interlaced', make: () => png(most, most, { interlaced: true }) },
  { name: 'PNG whose pixels open to more than it has', make: () => png(16, 16, { inflated: 256 * 1024 * 1024 }) },
  { name: 'PNG whose profile opens to 256 MB', make: () => png(16, 16, { before: [pngChunk('iCCP', joined([named('p'), deflateSync(megabytes(256))]))] }) },
  { name: 'PNG whose text opens to 256 MB', make: () => png(16, 16, { before: [pngChunk('zTXt', joined([named('t'), deflateSync(megabytes(256))]))] }) },
  { name: 'animated PNG at the bound', make: () => animatedPngFile(most, most, [{ ...dotStep, pixels: [1, 2, 3, 255] }, { ...dotStep, pixels: [1, 2, 3, 255] }]) },
  { name: 'animated PNG that declares four thousand million frames', make: () => animatedPngFile(1, 1, [{ ...dotStep, pixels: [1, 2, 3, 255] }, { ...dotStep, pixels: [1, 2, 3, 255] }], 0xffff_ffff) },
  { name: 'animated PNG of 3,000 frames of 4 megapixels', make: () => animatedPngFile(2000, 2000, Array.from({ length: 3000 }, () => ({ ...dotStep, pixels: [1, 2, 3, 255], disposal: 2 as const, blends: true }))) },
  { name: 'GIF with the widest screen', make: () => wide(gifFile(1, 1, palette, [{ ...dotStep, indices: [1] }]), 6, 0xffff, 0xffff) },
  { name: 'GIF with a screen at the bound', make: () => wide(gifFile(1, 1, palette, [{ ...dotStep, indices: [1] }]), 6, most, most) },
  { name: 'GIF of 20,000 frames of 4 megapixels', make: () => gifFile(2000, 2000, palette, Array.from({ length: 20_000 }, () => ({ ...dotStep, indices: [1], disposal: 3 as const }))) },
  { name: 'JPEG with the longest sides', make: () => jpeg(beyond, beyond, false) },
  { name: 'JPEG at the bound', make: () => jpeg(most, most, false) },
  { name: 'JPEG at the bound, progressive', make: () => jpeg(most, most, true) },
  { name: 'JPEG just within, progressive', slow: true, make: () => jpeg(10_000, 9_999, true) },
  { name: 'PNG just within, interlaced', slow: true, make: () => png(10_000, 9_999, { interlaced: true }) },
  { name: 'GIF just within', make: () => wide(gifFile(1, 1, palette, [{ ...dotStep, indices: [1] }]), 6, 7_000, 7_000) },
  { name: 'WebP just within', slow: true, make: () => flat(10_000, 9_999).webp({ lossless: true, effort: 0 }).toBuffer() },
  { name: 'WebP at the bound', slow: true, make: () => flat(most, most).webp({ lossless: true, effort: 0 }).toBuffer() },
  { name: 'AVIF with long sides', make: () => heif('exact.avif', most, most) },
  { name: 'HEIC with long sides', make: () => heif('exact.heic', most, most) },
  { name: 'HEIC just within the bound', make: () => heif('exact.heic', 10_000, 9_999) },
  { name: 'BMP that says it is large', make: () => bitmapFile({ width: most, height: most, bitsPerPixel: 24, pixels: new Uint8Array(64) }) },
  { name: 'BMP of runs, at the bound', make: () => bitmapFile({ width: most, height: most, bitsPerPixel: 8, compression: 1, palette, pixels: Uint8Array.from([0, 1]) }) },
  { name: 'BMP of runs, just within', slow: true, make: () => bitmapFile({ width: 10_000, height: 9_999, bitsPerPixel: 8, compression: 1, palette, pixels: Uint8Array.from([0, 1]) }) },
  { name: 'TIFF that says it is large', make: () => tiff(most, most, 'none') },
  { name: 'TIFF of Deflate, at the bound', make: () => tiff(most, most, 'deflate', deflateSync(Buffer.alloc(most * most))) },
  { name: 'TIFF whose Deflate opens to more than it has', make: () => tiff(64, 64, 'deflate', deflateSync(megabytes(512))) },
  { name: 'TIFF whose ZSTD opens to more than it has', make: () => tiff(64, 64, 'zstd', zstdCompressSync(megabytes(1024))) },
  { name: 'TIFF of ZSTD, at the bound', slow: true, make: () => tiff(most, most, 'zstd', zstdCompressSync(Buffer.alloc(most * most))) },
  { name: 'TIFF whose pages go round', make: () => { const file = Buffer.from(tiffFile([dot(4), dot(4)])); file.writeUInt32LE(file.readUInt32LE(4), file.length - 4); return file; } },
  { name: 'TIFF of 5,000 pages', slow: true, make: () => tiffFile(Array.from({ length: 5000 }, () => dot(1))) },
];

/** All of them where the whole run is asked for by the environment. */
export const bombs = all.filter(({ slow }) => slow !== true || process.env['LIGHTBOX_MUTATIONS'] !== undefined);
