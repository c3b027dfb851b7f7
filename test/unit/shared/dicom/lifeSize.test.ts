import { describe, expect, it } from 'vitest';
import { lifeSizeOf, lifeSizeScale, timesLifeSize } from '../../../../shared/dicom/display/lifeSize.ts';

describe('life size', () => {
  it('is known only where the spacing is the body’s', () => {
    expect(lifeSizeOf({ kind: 'calibrated', row: 0.5, column: 0.5, source: 'PixelSpacing' }, 1)).toEqual({ kind: 'known', pixelWidth: 0.5 });
    expect(lifeSizeOf({ kind: 'calibrated', row: 0.8, column: 0.4, source: 'UltrasoundRegion' }, 2)).toEqual({ kind: 'known', pixelWidth: 0.4 });
    expect(lifeSizeOf({ kind: 'atDetector', row: 0.143, column: 0.143, source: 'ImagerPixelSpacing' }, 1)).toEqual({ kind: 'unknown', why: 'atDetector' });
    expect(lifeSizeOf({ kind: 'byRegion', regions: [] }, 1)).toEqual({ kind: 'unknown', why: 'byRegion' });
    expect(lifeSizeOf({ kind: 'uncalibrated' }, 1)).toEqual({ kind: 'unknown', why: 'uncalibrated' });
  });

  it('is not known where the picture is shown in another shape than its spacing says; rounding is no other shape', () => {
    expect(lifeSizeOf({ kind: 'calibrated', row: 0.5, column: 0.5, source: 'PixelSpacing' }, 4 / 3)).toEqual({ kind: 'unknown', why: 'contradictory' });
    expect(lifeSizeOf({ kind: 'calibrated', row: 0.48828125, column: 0.488281, source: 'PixelSpacing' }, 1)).toMatchObject({ kind: 'known' });
  });

  it('by hand: 512 pixels of 0.5 mm are 256 mm; at 4 CSS pixels to the millimetre they take 1024', () => {
    const scale = lifeSizeScale(0.5, 4);
    expect(scale).toBe(2);
    expect(scale * 512).toBe(1024);
    expect(timesLifeSize(0.5, scale, 4)).toBe(1);
    expect(timesLifeSize(0.5, 1, 4)).toBe(0.5);
    expect(timesLifeSize(0.25, 3, 4)).toBe(3);
  });
});
