import { describe, expect, it } from 'vitest';
import { decodeBitmap } from '../../../../electron/imaging/bitmap/decodeBitmap.ts';
import { unwrap } from '../../../../shared/errors/result.ts';
import { bitmapFile, paddedRows, type BitmapParts } from '../../../support/bitmapFile.ts';

const [red, green, blue, white] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]] as const;
const palette = [red, green, blue, white];
/** 3 x 2: red green blue above white red green. */
const colours = [red, green, blue, white, red, green].flat();
const mostPixels = 1_000_000;

const pixelsOf = (parts: BitmapParts) => [...unwrap(decodeBitmap(bitmapFile(parts), mostPixels)).pixels];
const codeOf = (file: Uint8Array) => {
  const decoded = decodeBitmap(file, mostPixels);
  return decoded.ok ? 'decoded' : `${decoded.error.code}: ${decoded.error.detail ?? ''}`;
};

describe('decodeBitmap', () => {
  const size = { width: 3, height: 2 };
  it.each<[string, BitmapParts]>([
    ['24 bits, from the bottom', { ...size, bitsPerPixel: 24, pixels: paddedRows([[255, 255, 255, 0, 0, 255, 0, 255, 0], [0, 0, 255, 0, 255, 0, 255, 0, 0]]) }],
    ['24 bits, from the top', { width: 3, height: -2, bitsPerPixel: 24, pixels: paddedRows([[0, 0, 255, 0, 255, 0, 255, 0, 0], [255, 255, 255, 0, 0, 255, 0, 255, 0]]) }],
    ['24 bits, the oldest header', { ...size, headerSize: 12, bitsPerPixel: 24, pixels: paddedRows([[255, 255, 255, 0, 0, 255, 0, 255, 0], [0, 0, 255, 0, 255, 0, 255, 0, 0]]) }],
    ['8 bits', { ...size, bitsPerPixel: 8, palette, pixels: paddedRows([[3, 0, 1], [0, 1, 2]]) }],
    ['8 bits, the oldest header', { ...size, headerSize: 12, bitsPerPixel: 8, palette: [...palette, ...Array.from({ length: 252 }, () => red)], pixels: paddedRows([[3, 0, 1], [0, 1, 2]]) }],
    ['4 bits', { ...size, bitsPerPixel: 4, palette, pixels: paddedRows([[0x30, 0x10], [0x01, 0x20]]) }],
    ['32 bits', { ...size, bitsPerPixel: 32, pixels: Uint8Array.from([white, red, green, red, green, blue].flatMap(([r, g, b]) => [b, g, r, 0])) }],
    ['32 bits, fields', { ...size, bitsPerPixel: 32, compression: 3, masks: [0xff, 0xff00, 0xff_0000], pixels: Uint8Array.from([white, red, green, red, green, blue].flatMap(([r, g, b]) => [r, g, b, 9])) }],
    ['16 bits', { ...size, bitsPerPixel: 16, pixels: words([0x7fff, 0x7c00, 0x03e0, 0], [0x7c00, 0x03e0, 0x001f, 0]) }],
    ['16 bits, 5-6-5', { ...size, bitsPerPixel: 16, compression: 3, masks: [0xf800, 0x07e0, 0x001f], pixels: words([0xffff, 0xf800, 0x07e0, 0], [0xf800, 0x07e0, 0x001f, 0]) }],
    ['runs of 8 bits', { ...size, bitsPerPixel: 8, compression: 1, palette, pixels: Uint8Array.from([0, 3, 3, 0, 1, 0, 0, 0, 1, 0, 1, 1, 1, 2, 0, 1]) }],
    ['runs of 4 bits', { ...size, bitsPerPixel: 4, compression: 2, palette, pixels: Uint8Array.from([0, 3, 0x30, 0x10, 0, 0, 3, 0x01, 0, 1]) }],
  ])('%s', (name, parts) => {
    // A run of four bits alternates between two colours.
    const expected = name === 'runs of 4 bits' ? [red, green, red, white, red, green].flat() : colours;
    expect(pixelsOf(parts)).toEqual(expected);
  });

  it('1 bit', () => {
    expect(pixelsOf({ width: 10, height: 1, bitsPerPixel: 1, palette: [red, blue], pixels: paddedRows([[0b1010_0000, 0b0100_0000]]) }))
      .toEqual([blue, red, blue, red, red, red, red, red, red, blue].flat());
  });

  it('a run that jumps leaves what it passes at the first colour', () => {
    // One pixel of index 2, then 1 to the right and 1 up, then one of index 3; then the end.
    expect(pixelsOf({ width: 3, height: 2, bitsPerPixel: 8, compression: 1, palette, pixels: Uint8Array.from([1, 2, 0, 2, 1, 1, 1, 3, 0, 1]) }))
      .toEqual([red, red, white, blue, red, red].flat());
  });

  it('opacity where a mask names it, and none where all of it is 0', () => {
    const masks = [0xff_0000, 0xff00, 0xff, 0xff00_0000];
    const parts = (...opacities: readonly number[]): BitmapParts => ({ width: 2, height: 1, headerSize: 108, bitsPerPixel: 32, compression: 3, masks, pixels: Uint8Array.from(opacities.flatMap((opacity) => [3, 2, 1, opacity])) });
    expect(pixelsOf(parts(128, 0))).toEqual([1, 2, 3, 128, 1, 2, 3, 0]);
    expect(pixelsOf(parts(0, 0))).toEqual([1, 2, 3, 255, 1, 2, 3, 255]);
  });

  it('five bits become eight by proportion', () => {
    expect(pixelsOf({ width: 2, height: 1, bitsPerPixel: 16, pixels: words([0b0_00001_10000_11110, 0]) })).toEqual([8, 132, 247, 0, 0, 0]);
  });

  const whole = bitmapFile({ ...size, bitsPerPixel: 24, pixels: paddedRows([[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 5, 6, 7, 8, 9]]) });
  it.each<[string, Uint8Array, string]>([
    ['a cut one', whole.subarray(0, whole.length - 4), 'data.truncated: BMP pixels'],
    ['a header alone', whole.subarray(0, 20), 'data.truncated: BMP header'],
    ['runs without an end', bitmapFile({ ...size, bitsPerPixel: 8, compression: 1, palette, pixels: Uint8Array.from([3, 1, 0]) }), 'data.truncated: BMP run lengths'],
    ['JPEG inside', bitmapFile({ ...size, bitsPerPixel: 24, compression: 4, pixels: new Uint8Array(64) }), 'data.unsupported-compression: JPEG in BMP'],
    ['2 bits a pixel', bitmapFile({ ...size, bitsPerPixel: 2, pixels: new Uint8Array(64) }), 'data.unsupported-compression: BMP of 2 bits a pixel'],
    ['a width of 0', bitmapFile({ width: 0, height: 2, bitsPerPixel: 24, pixels: new Uint8Array(64) }), 'data.undecodable: BMP header'],
    ['more pixels than fit', bitmapFile({ width: 60_000, height: 60_000, bitsPerPixel: 24, pixels: new Uint8Array(64) }), 'data.too-many-pixels: 60000 x 60000'],
  ])('%s is refused', (_name, file, answer) => {
    expect(codeOf(file)).toBe(answer);
  });

  it('padding that the last row lacks is not missed', () => {
    expect(codeOf(whole.subarray(0, whole.length - 3))).toBe('decoded');
  });
});

function words(...rows: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from(rows.flat().flatMap((word) => [word & 255, word >> 8]));
}
