import { describe, expect, it } from 'vitest';
import { pixelsPerMillimetreOf, readCalibrations, screenName, withCalibration } from '../../../../renderer/screen/screenCalibration.ts';

const desk = { width: 1920, height: 1080 };
const laptop = { width: 1440, height: 900 };

describe('the size of a screen', () => {
  it('by hand: a card of 85.6 mm against 342.4 CSS pixels, two physical pixels each, is 8 physical pixels per millimetre', () => {
    const kept = withCalibration({}, desk, 2, 342.4 / 85.6);
    expect(kept).toEqual({ '1920x1080': 8 });
    expect(pixelsPerMillimetreOf(kept, desk, 2)).toBe(4);
    // The page zoomed to 150 %: a CSS pixel is half as large again, and fewer of them make a millimetre.
    expect(pixelsPerMillimetreOf(kept, desk, 3)).toBeCloseTo(8 / 3, 12);
  });

  it('is one screen’s: another has none until somebody measures it, and forgetting one leaves the other', () => {
    const one = withCalibration({}, desk, 1, 3.6);
    expect(pixelsPerMillimetreOf(one, laptop, 1)).toBeNull();
    const both = withCalibration(one, laptop, 2, 5);
    expect(both).toEqual({ '1920x1080': 3.6, '1440x900': 10 });
    expect(withCalibration(both, desk, 1, null)).toEqual({ '1440x900': 10 });
    expect(withCalibration(both, desk, 1, 4)).toEqual({ '1920x1080': 4, '1440x900': 10 });
    expect(screenName({ width: 1279.6, height: 720 })).toBe('1280x720');
  });

  it('is nothing where what was kept cannot be true', () => {
    expect(readCalibrations(null)).toEqual({});
    expect(readCalibrations('{"1920x1080":3.78}')).toEqual({ '1920x1080': 3.78 });
    for (const kept of ['', '{', '[]', '7', '{"1920x1080":"3"}', '{"1920x1080":0}', '{"1920x1080":-3}', '{"1920x1080":400}', '{"screen":3}']) expect(readCalibrations(kept)).toEqual({});
  });
});
