import { deflateSync } from 'node:zlib';
import gifenc from 'gifenc';
import sharp from 'sharp';
import { joined } from '../../shared/pictures/joined.ts';
import { pngChunk, pngSignature } from '../../shared/pictures/pngChunk.ts';
import { animatedPngFile } from './animatedPngFile.ts';
import { bitmapFile, paddedRows } from './bitmapFile.ts';
import { noisePattern, slopePattern } from './stillPatterns.ts';
import { tiffFile, type TiffOptions, type TiffPageParts } from './tiffFile.ts';

/** A picture whose every pixel is known, because it was written from a formula. */
export interface StillFixture {
  readonly format: string;
  readonly variant: string;
  readonly writer: string;
  readonly make: () => Promise<Uint8Array> | Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly channels: 1 | 3;
  /** What each frame must hold; none: it is refused. */
  readonly frames: readonly (readonly number[])[];
  readonly lossy?: boolean;
  readonly refused?: string;
}

const small = { width: 37, height: 23 };
const large = { width: 64, height: 48 };
const rgb = noisePattern({ ...small, channels: 3 }, 8);
const grey = noisePattern({ ...small, channels: 1 }, 8);
const rgb16 = noisePattern({ ...small, channels: 3 }, 16);
const grey16 = noisePattern({ ...small, channels: 1 }, 16);
const slope = slopePattern({ ...large, channels: 3 });

function png(values: readonly number[], channels: 1 | 3, bits: 8 | 16): Uint8Array {
  const cells = bits === 8 ? values : values.flatMap((value) => [value >> 8, value & 255]);
  const stride = small.width * channels * (bits / 8);
  const rows = Array.from({ length: small.height }, (_, y) => [0, ...cells.slice(y * stride, (y + 1) * stride)]).flat();
  const header = Buffer.alloc(13);
  header.writeUInt32BE(small.width, 0);
  header.writeUInt32BE(small.height, 4);
  header.set([bits, channels === 1 ? 0 : 2], 8);
  return joined([pngSignature, pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(Uint8Array.from(rows))), pngChunk('IEND', new Uint8Array())]);
}

/** Three frames of 64 shades. */
const gifFrames = [0, 1, 2].map((frame) => noisePattern({ ...small, channels: 1 }, 6, frame));
function gif(): Uint8Array {
  const encoder = gifenc.GIFEncoder();
  const palette = Array.from({ length: 64 }, (_, index) => [index * 4, 255 - index * 4, index * 2] as [number, number, number]);
  for (const frame of gifFrames) encoder.writeFrame(Uint8Array.from(frame), small.width, small.height, { palette, delay: 50 });
  encoder.finish();
  return encoder.bytes();
}

const sharpOf = (values: readonly number[], size: { readonly width: number; readonly height: number }) => sharp(Uint8Array.from(values), { raw: { ...size, channels: 3 } });

/** What the sensor recorded when what is upright was held in one of EXIF's eight ways. */
function stored(values: readonly number[], { width, height }: typeof large, orientation: number): { readonly values: number[]; readonly width: number; readonly height: number } {
  const lying = orientation >= 5;
  const [across, down] = lying ? [height, width] : [width, height];
  const upright = (x: number, y: number): readonly [number, number] => {
    const places: Readonly<Record<number, readonly [number, number]>> = {
      1: [x, y], 2: [width - 1 - x, y], 3: [width - 1 - x, height - 1 - y], 4: [x, height - 1 - y],
      5: [y, x], 6: [width - 1 - y, x], 7: [width - 1 - y, height - 1 - x], 8: [y, height - 1 - x],
    };
    return places[orientation] ?? [x, y];
  };
  const out = Array.from({ length: across * down }, (_, index) => upright(index % across, Math.floor(index / across))).flatMap(([x, y]) => values.slice((y * width + x) * 3, (y * width + x) * 3 + 3));
  return { values: out, width: across, height: down };
}

const exact = (format: string, variant: string, writer: string, channels: 1 | 3, bits: number, frames: StillFixture['frames'], make: StillFixture['make']): StillFixture => ({ format, variant, writer, channels, bits, frames, make, ...small });
const lossy = (format: string, variant: string, make: StillFixture['make']): StillFixture => ({ format, variant, writer: 'libvips', channels: 3, bits: 8, frames: [slope], lossy: true, make, ...large });
const tiff = (variant: string, parts: Partial<TiffPageParts> & Pick<TiffPageParts, 'values' | 'bits' | 'samples'>, options: TiffOptions = {}, frames: StillFixture['frames'] = [parts.values]): StillFixture =>
  exact(options.big === true ? 'BigTIFF' : 'TIFF', variant, 'this project', parts.samples === 1 ? 1 : 3, parts.bits, frames, () => tiffFile([{ ...small, ...parts }], options));

const grey16Page = { values: grey16, bits: 16, samples: 1 } as const;
const rgbPage = { values: rgb, bits: 8, samples: 3 } as const;
const compressions = ['lzw', 'deflate', 'packbits', 'zstd'] as const;
const names = { lzw: 'LZW', deflate: 'Deflate', packbits: 'PackBits', zstd: 'ZSTD' } as const;
const pages = [0, 1, 2, 3].map((frame) => noisePattern({ ...small, channels: 1 }, 16, frame));
const bottomUp = <Item>(rows: readonly Item[]): Item[] => rows.toReversed();
const rowsOf = (values: readonly number[], channels: number): number[][] => Array.from({ length: small.height }, (_, y) => values.slice(y * small.width * channels, (y + 1) * small.width * channels));
const bgr = (row: readonly number[]): number[] => Array.from(row, (_, index) => row[index + 2 - 2 * (index % 3)] ?? 0);

const steps = [0, 1, 2].map((frame) => noisePattern({ ...small, channels: 3 }, 8, frame));
const withOpacity = (values: readonly number[]): number[] => Array.from({ length: values.length / 3 }, (_, pixel) => [...values.slice(pixel * 3, pixel * 3 + 3), 255]).flat();

export const stillFixtures: readonly StillFixture[] = [
  exact('PNG', 'RGB', 'this project', 3, 8, [rgb], () => png(rgb, 3, 8)),
  exact('PNG', 'grey', 'this project', 1, 8, [grey], () => png(grey, 1, 8)),
  exact('PNG', 'RGB', 'this project', 3, 16, [rgb16], () => png(rgb16, 3, 16)),
  exact('PNG', 'grey', 'this project', 1, 16, [grey16], () => png(grey16, 1, 16)),
  exact('PNG', 'animated', 'this project', 3, 8, steps, () => animatedPngFile(small.width, small.height, steps.map((values) => ({ left: 0, top: 0, ...small, pixels: withOpacity(values) })))),
  exact('GIF', 'animated', 'gifenc', 3, 8, gifFrames.map((frame) => frame.flatMap((index) => [index * 4, 255 - index * 4, index * 2])), gif),
  exact('WebP', 'lossless', 'libwebp', 3, 8, [rgb], () => sharpOf(rgb, small).webp({ lossless: true }).toBuffer()),
  lossy('WebP', 'lossy', () => sharpOf(slope, large).webp({ quality: 100 }).toBuffer()),
  lossy('AVIF', 'lossy', () => sharpOf(slope, large).avif({ quality: 95, effort: 0, chromaSubsampling: '4:4:4' }).toBuffer()),
  lossy('JPEG', 'progressive', () => sharpOf(slope, large).jpeg({ quality: 98, chromaSubsampling: '4:4:4', progressive: true }).toBuffer()),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => lossy('JPEG', `EXIF orientation ${String(orientation)}`, () => {
    const { values, ...size } = stored(slope, large, orientation);
    return sharpOf(values, size).withMetadata({ orientation }).jpeg({ quality: 98, chromaSubsampling: '4:4:4' }).toBuffer();
  })),
  exact('BMP', '24 bits', 'this project', 3, 8, [rgb], () => bitmapFile({ ...small, bitsPerPixel: 24, pixels: paddedRows(bottomUp(rowsOf(rgb, 3)).map(bgr)) })),
  exact('BMP', '24 bits, from the top', 'this project', 3, 8, [rgb], () => bitmapFile({ width: small.width, height: -small.height, bitsPerPixel: 24, pixels: paddedRows(rowsOf(rgb, 3).map(bgr)) })),
  exact('BMP', '8 bits', 'this project', 3, 8, [grey.flatMap((value) => [value, 255 - value, value])], () =>
    bitmapFile({ ...small, bitsPerPixel: 8, palette: Array.from({ length: 256 }, (_, index) => [index, 255 - index, index] as const), pixels: paddedRows(bottomUp(rowsOf(grey, 1))) })),
  tiff('grey', grey16Page),
  tiff('grey, big-endian', grey16Page, { bigEndian: true }),
  tiff('grey', grey16Page, { big: true }),
  tiff('grey, white is 0', { ...grey16Page, values: grey16.map((value) => 65_535 - value), photometric: 0 }, {}, [grey16]),
  tiff('RGB', { values: rgb16, bits: 16, samples: 3 }),
  tiff('RGB in planes', { ...rgbPage, planar: true }),
  tiff('RGB in tiles, Deflate', { ...rgbPage, tile: { width: 16, height: 16 }, compression: 'deflate' }),
  ...compressions.flatMap((compression) => [
    tiff(`RGB, ${names[compression]}`, { ...rgbPage, compression, rowsPerStrip: 5 }),
    tiff(`grey, ${names[compression]}`, { ...grey16Page, compression, rowsPerStrip: 5 }),
  ]),
  ...(['lzw', 'deflate', 'zstd'] as const).map((compression) => tiff(`grey, ${names[compression]} of differences`, { ...grey16Page, compression, predictor: true, rowsPerStrip: 7 })),
  tiff('RGB in tiles, ZSTD', { ...rgbPage, tile: { width: 16, height: 16 }, compression: 'zstd' }),
  tiff('RGB in planes, ZSTD', { ...rgbPage, planar: true, compression: 'zstd', rowsPerStrip: 9 }),
  tiff('grey, ZSTD, big-endian', { ...grey16Page, compression: 'zstd', rowsPerStrip: 5 }, { big: true, bigEndian: true }),
  exact('TIFF', '4 pages', 'this project', 1, 16, pages, () => tiffFile(pages.map((values) => ({ ...small, ...grey16Page, values, compression: 'deflate' })))),
  ...([['LZMA', 'lzma'], ['WebP', 'webp'], ['LERC', 'lerc'], ['JPEG 2000', 'jpeg2000']] as const).map(([name, compression]): StillFixture => ({ ...tiff(name, { ...rgbPage, compression }, {}, []), refused: `TIFF, ${name}` })),
  { ...tiff('fractions', { values: grey, bits: 32, samples: 1, more: [[339, 3]] }, {}, []), refused: 'TIFF of 32-bit float samples' },
];
