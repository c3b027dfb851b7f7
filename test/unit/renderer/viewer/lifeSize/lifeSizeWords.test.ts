import { describe, expect, it } from 'vitest';
import { describeTimes } from '../../../../../renderer/viewer/lifeSize/lifeSizeWords.ts';

describe('how large a picture is shown', () => {
  it('is called life size only as near as a screen is calibrated', () => {
    expect([1, 1.004, 0.996].map(describeTimes)).toEqual(['Life size', 'Life size', 'Life size']);
    expect([1.01, 0.5, 0.333, 2.5, 12.34].map(describeTimes)).toEqual(['1.01 × life size', '0.50 × life size', '0.33 × life size', '2.50 × life size', '12.3 × life size']);
    expect(describeTimes(0.99)).toBe('0.99 × life size');
  });
});
