import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { uncompressedPng } from '../../../../shared/pictures/uncompressedPng.ts';
import { noisePattern } from '../../../support/stillPatterns.ts';

describe('uncompressedPng', () => {
  // Of less than one block of deflate, of exactly one, of several that end within rows.
  it.each([[1, 1], [5, 3], [16_383, 1], [257, 255]])('%i x %i px are read by another decoder as they were', async (width, height) => {
    const pixels = Uint8Array.from(noisePattern({ width, height, channels: 4 }, 8));
    const png = uncompressedPng({ width, height, pixels, profile: null });
    const { data, info } = await sharp(png, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width, height, channels: 4 });
    expect(Buffer.compare(data, pixels)).toBe(0);
  });

  it('brings its profile', async () => {
    const { icc } = await sharp(await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } }).withIccProfile('p3').png().toBuffer()).metadata();
    const png = uncompressedPng({ width: 1, height: 1, pixels: Uint8Array.of(1, 2, 3, 4), profile: icc ?? null });
    expect((await sharp(png).metadata()).icc).toEqual(icc);
    expect(icc).toBeDefined();
  });
});
