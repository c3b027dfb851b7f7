import { describe, expect, it } from 'vitest';
import { rasterOf, rasterSize } from '../../../../shared/frames/pageRaster.ts';

const letter = { width: 612, height: 792 };

describe('the raster of a document', () => {
  it('has 200 dots to an inch', () => {
    expect(rasterOf([letter])).toEqual({ scale: 200 / 72, frame: { width: 1700, height: 2200 } });
  });

  it('is as wide as the widest page and as high as the highest', () => {
    expect(rasterOf([letter, { width: 792, height: 612 }])?.frame).toEqual({ width: 2200, height: 2200 });
  });

  it('is coarser where a page has too many pixels, or a side too long, and no more than that', () => {
    const poster = rasterOf([{ width: 2384, height: 3370 }]);
    expect((poster?.frame.width ?? 0) * (poster?.frame.height ?? 0)).toBeGreaterThan(31_900_000);
    expect((poster?.frame.width ?? 0) * (poster?.frame.height ?? 0)).toBeLessThan(32_010_000);
    expect(rasterOf([{ width: 14_400, height: 20 }])?.frame).toEqual({ width: 16_384, height: 23 });
  });

  it.each([[[]], [[{ width: 0, height: 0 }]], [[{ width: Number.NaN, height: 9 }]], [[{ width: Number.POSITIVE_INFINITY, height: 9 }]]])('of %j is none', (pages) => {
    expect(rasterOf(pages)).toBeUndefined();
  });

  it('gives a page of a speck one pixel', () => {
    expect(rasterSize({ width: 0.001, height: 72 }, 200 / 72)).toEqual({ width: 1, height: 200 });
  });
});
