import { noisePattern } from '../stillPatterns.ts';
import { tiffFile, type TiffOptions, type TiffPageParts } from '../tiffFile.ts';
import { exact, grey, grey16, keptStill, lossy, recorded, rgb, rgb16, small, type StillFixture } from './stillFixture.ts';

const tiff = (variant: string, parts: Partial<TiffPageParts> & Pick<TiffPageParts, 'values' | 'bits' | 'samples'>, options: TiffOptions = {}, frames: StillFixture['frames'] = [parts.values]): StillFixture =>
  exact(options.big === true ? 'BigTIFF' : 'TIFF', variant, 'this project', parts.samples === 1 ? 1 : 3, parts.bits, frames, () => tiffFile([{ ...small, ...parts }], options));

const grey16Page = { values: grey16, bits: 16, samples: 1 } as const;
const rgbPage = { values: rgb, bits: 8, samples: 3 } as const;
const rgb16Page = { values: rgb16, bits: 16, samples: 3 } as const;
const tile = { width: 16, height: 16 };
const compressions = ['lzw', 'deflate', 'packbits', 'zstd'] as const;
const names = { lzw: 'LZW', deflate: 'Deflate', packbits: 'PackBits', zstd: 'ZSTD' } as const;
const pages = [0, 1, 2, 3].map((frame) => noisePattern({ ...small, channels: 1 }, 16, frame));

const bits = noisePattern({ ...small, channels: 1 }, 1);
const black = bits.map((value) => value * 255);
const nibbles = noisePattern({ ...small, channels: 1 }, 4);
/** Red, then green, then blue of every index, of 16 bits each. */
const colourMap = (count: number): readonly number[] => [0, 1, 2].flatMap((channel) => Array.from({ length: count }, (_, index) => colour(index)[channel] ?? 0)).map((value) => value * 257);
const colour = (index: number): readonly number[] => [index, 255 - index, (index * 7) % 256];
const fax = (variant: string, name: string): StillFixture => exact('TIFF', variant, 'libtiff', 1, 1, [black], () => keptStill(name));
const opacities = Array.from({ length: small.width * small.height }, (_, pixel) => 1 + ((pixel * 37) % 255));
const clearly = opacities.flatMap((opacity, pixel) => [...rgb.slice(pixel * 3, pixel * 3 + 3), opacity]);

export const tiffFixtures: readonly StillFixture[] = [
  tiff('grey', { values: grey, bits: 8, samples: 1 }),
  tiff('grey', grey16Page),
  tiff('grey, big-endian', grey16Page, { bigEndian: true }),
  tiff('grey', grey16Page, { big: true }),
  tiff('grey, white is 0', { ...grey16Page, values: grey16.map((value) => 65_535 - value), photometric: 0 }, {}, [grey16]),
  tiff('RGB', rgb16Page),
  tiff('RGB in planes', { ...rgbPage, planar: true }),
  tiff('RGB in tiles, Deflate', { ...rgbPage, tile, compression: 'deflate' }),
  tiff('grey in tiles', { ...grey16Page, tile }),
  tiff('RGB in tiles, LZW of differences, big-endian', { ...rgb16Page, tile, compression: 'lzw', predictor: true }, { bigEndian: true }),
  tiff('grey in tiles, Deflate, big-endian', { ...grey16Page, tile, compression: 'deflate' }, { big: true, bigEndian: true }),
  ...compressions.flatMap((compression) => [
    tiff(`RGB, ${names[compression]}`, { ...rgbPage, compression, rowsPerStrip: 5 }),
    tiff(`grey, ${names[compression]}`, { ...grey16Page, compression, rowsPerStrip: 5 }),
  ]),
  ...(['lzw', 'deflate', 'zstd'] as const).map((compression) => tiff(`grey, ${names[compression]} of differences`, { ...grey16Page, compression, predictor: true, rowsPerStrip: 7 })),
  tiff('RGB in tiles, ZSTD', { ...rgbPage, tile, compression: 'zstd' }),
  tiff('RGB in planes, ZSTD', { ...rgbPage, planar: true, compression: 'zstd', rowsPerStrip: 9 }),
  tiff('grey, ZSTD, big-endian', { ...grey16Page, compression: 'zstd', rowsPerStrip: 5 }, { big: true, bigEndian: true }),
  exact('TIFF', '4 pages', 'this project', 1, 16, pages, () => tiffFile(pages.map((values) => ({ ...small, ...grey16Page, values, compression: 'deflate' })))),
  tiff('black and white', { values: bits, bits: 1, samples: 1 }, {}, [black]),
  tiff('black and white, white is 0, PackBits', { values: bits.map((bit) => 1 - bit), bits: 1, samples: 1, photometric: 0, compression: 'packbits' }, {}, [black]),
  { ...tiff('palette', { values: grey, bits: 8, samples: 1, photometric: 3, more: [[320, ...colourMap(256)]] }, {}, [grey.flatMap(colour)]), channels: 3 },
  { ...tiff('palette', { values: nibbles, bits: 4, samples: 1, photometric: 3, more: [[320, ...colourMap(16)]] }, {}, [nibbles.flatMap(colour)]), channels: 3 },
  { ...tiff('RGB with opacity', { values: clearly, bits: 8, samples: 4, photometric: 2, more: [[338, 2]] }), channels: 4 },
  fax('CCITT Group 3, rows by themselves', 'g3-rows.tif'),
  fax('CCITT Group 3', 'g3.tif'),
  fax('CCITT Group 3, ends of rows on bytes', 'g3-filled.tif'),
  fax('CCITT Group 4', 'g4.tif'),
  lossy('TIFF', 'JPEG, YCbCr', () => keptStill('jpeg.tif'), 'libtiff'),
  lossy('TIFF', 'JPEG, RGB in tiles', () => keptStill('jpeg-tiles.tif'), 'libtiff'),
  lossy('TIFF', 'CMYK', () => keptStill('cmyk.tif'), 'ImageMagick'),
  ...[2, 3, 4, 5, 6, 7, 8].map((orientation): StillFixture => {
    const { values, ...size } = recorded(rgb, small, orientation);
    return { ...tiff(`RGB, orientation ${String(orientation)}`, { ...rgbPage, values, ...size, compression: 'lzw', rowsPerStrip: 5, more: [[274, orientation]] }, {}, [rgb]), ...small };
  }),
  ...([['LZMA', 'lzma'], ['WebP', 'webp'], ['LERC', 'lerc']] as const).map(([name, file]): StillFixture => ({ ...exact('TIFF', name, 'libtiff', 3, 8, [], () => keptStill(`${file}.tif`)), refused: `TIFF, ${name}` })),
  ...([['JPEG 2000', 'jpeg2000'], ['old-style JPEG', 'oldJpeg'], ['JBIG', 'jbig'], ['JPEG XL', 'jpegXl'], ['compression 12345', 'unheardOf']] as const).map(([name, compression]): StillFixture => ({ ...tiff(name, { ...rgbPage, compression }, {}, []), refused: `TIFF, ${name}` })),
  { ...tiff('fractions', { values: grey, bits: 32, samples: 1, more: [[339, 3]] }, {}, []), refused: 'TIFF of 32-bit float samples' },
  { ...tiff('numbers with a sign', { values: grey16, bits: 16, samples: 1, more: [[339, 2]] }, {}, []), refused: 'TIFF of 16-bit signed samples' },
];
