import { describe, expect, it } from 'vitest';
import { describePixel } from '../../../../../renderer/viewer/closer/pixelValue.ts';

describe('the value of a pixel', () => {
  it('is its colour, or what was recorded with the unit of the modality', () => {
    expect(describePixel({ kind: 'colour', red: 120, green: 98, blue: 0 })).toBe('R 120  G 98  B 0');
    expect(describePixel({ kind: 'grey', stored: 912, value: -112, unit: 'HU' })).toBe('−112 HU (stored 912)');
    expect(describePixel({ kind: 'grey', stored: 5, value: 5, unit: 'HU' })).toBe('5 HU (stored 5)');
    expect(describePixel({ kind: 'grey', stored: 5, value: 5, unit: null })).toBe('5');
  });
});
