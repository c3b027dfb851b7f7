import { heifTurns, turnedHeif } from '../heifFile.ts';
import { exact, keptStill, large, lossy, recorded, rgb, sharpOf, slope, small, upright, type StillFixture } from './stillFixture.ts';

const orientations = [1, 2, 3, 4, 5, 6, 7, 8];
const negative = slope.map((value) => 255 - value);

/** The same file with every turn there is. */
const turned = (format: 'HEIC' | 'AVIF', name: string, writer: string): StillFixture[] => orientations.map((orientation) => {
  const { values, ...size } = upright(rgb, small, orientation);
  const variant = `${format === 'AVIF' ? 'lossless' : 'in tiles'}, turned as EXIF ${String(orientation)}`;
  return { ...exact(format, variant, writer, 3, 8, [values], () => turnedHeif(keptStill(name), heifTurns[orientation] ?? {})), ...size, lossy: format === 'HEIC' };
});

export const photoFixtures: readonly StillFixture[] = [
  lossy('JPEG', 'progressive', () => sharpOf(slope, large).jpeg({ quality: 98, chromaSubsampling: '4:4:4', progressive: true }).toBuffer()),
  lossy('JPEG', 'half the colour (4:2:0)', () => sharpOf(slope, large).jpeg({ quality: 98, chromaSubsampling: '4:2:0' }).toBuffer()),
  { ...lossy('JPEG', 'grey', () => sharpOf(slope, large).extractChannel(0).jpeg({ quality: 98 }).toBuffer()), channels: 1, frames: [slope.filter((_, index) => index % 3 === 0)] },
  lossy('JPEG', 'CMYK (Adobe, inverted)', () => keptStill('cmyk.jpg'), 'ImageMagick'),
  ...orientations.map((orientation) => lossy('JPEG', `EXIF orientation ${String(orientation)}`, () => {
    const { values, ...size } = recorded(slope, large, orientation);
    return sharpOf(values, size).withMetadata({ orientation }).jpeg({ quality: 98, chromaSubsampling: '4:4:4' }).toBuffer();
  })),
  exact('WebP', 'lossless', 'libwebp', 3, 8, [rgb], () => sharpOf(rgb, small).webp({ lossless: true }).toBuffer()),
  lossy('WebP', 'lossy', () => sharpOf(slope, large).webp({ quality: 100 }).toBuffer()),
  ...orientations.map((orientation) => exact('WebP', `lossless, EXIF orientation ${String(orientation)}`, 'libwebp', 3, 8, [rgb], () => {
    const { values, ...size } = recorded(rgb, small, orientation);
    return sharpOf(values, size).withMetadata({ orientation }).webp({ lossless: true }).toBuffer();
  })),
  lossy('AVIF', 'lossy', () => sharpOf(slope, large).avif({ quality: 95, effort: 0, chromaSubsampling: '4:4:4' }).toBuffer()),
  lossy('AVIF', 'half the colour (4:2:0)', () => keptStill('slope-420.avif'), 'libavif'),
  { ...lossy('AVIF', '10 bits', () => keptStill('slope-10-bit.avif'), 'libavif'), bits: 10, frames: [slope.map((value) => value * 257)] },
  ...turned('AVIF', 'exact.avif', 'libavif'),
  { ...lossy('AVIF', 'sequence', () => keptStill('sequence.avif'), 'libavif'), frames: [], refused: 'AVIF, sequence' },
  lossy('HEIC', 'half the colour (4:2:0)', () => keptStill('slope-420.heic'), 'libheif, x265'),
  { ...lossy('HEIC', '10 bits, shown with 8', () => keptStill('slope-10-bit.heic'), 'libheif, x265'), bits: 10 },
  { ...lossy('HEIC', '2 pictures', () => keptStill('two.heic'), 'libheif, x265'), frames: [slope, negative] },
  lossy('HEIC', 'Display P3', () => keptStill('slope-profile.heic'), 'libheif, x265'),
  ...turned('HEIC', 'exact.heic', 'libheif, x265'),
];
