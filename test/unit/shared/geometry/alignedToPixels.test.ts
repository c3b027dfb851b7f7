import { describe, expect, it } from 'vitest';
import { alignedToPixels } from '../../../../shared/geometry/alignedToPixels.ts';
import { screenPoint } from '../../../../shared/geometry/spaces.ts';
import { upright, type ViewTransform } from '../../../../shared/geometry/viewTransform.ts';

const view = (scale: number): ViewTransform => ({ ...upright, scale, pixelAspect: 1, offset: screenPoint(-3470.5, 12.25) });

describe('pixels of the picture on pixels of the screen', () => {
  it.each([
    [1, 1, [-3470, 12]], [3, 1, [-3470, 12]], [0.5, 2, [-3470.5, 12.5]], [1, 2, [-3470.5, 12.5]],
  ] as const)('lie exactly at a scale of %d with %d pixels for one of CSS', (scale, ratio, [x, y]) => {
    expect(alignedToPixels(view(scale), ratio)).toEqual({ ...view(scale), offset: screenPoint(x, y) });
  });

  it.each([[0.25, 1], [1.3, 1], [0.75, 2]] as const)('have no such place at a scale of %d with %d', (scale, ratio) => {
    expect(alignedToPixels(view(scale), ratio)).toEqual(view(scale));
  });
});
