import { describe, expect, it } from 'vitest';
import { showsSquares } from '../../../../shared/geometry/showsSquares.ts';

const square = (scale: number) => ({ scale, pixelAspect: 1 });

describe('pixels as squares', () => {
  it('are shown once single ones are inspected, counted in pixels of the screen; before that the picture is smooth', () => {
    for (const scale of [0.3, 1, 2, 3.75, 7.9]) expect(showsSquares(square(scale), 1, false), String(scale)).toBe(false);
    for (const scale of [8, 12.5, 40]) expect(showsSquares(square(scale), 1, false), String(scale)).toBe(true);
    expect([showsSquares(square(4), 2, false), showsSquares(square(3.9), 2, false)]).toEqual([true, false]);
  });

  it('go by the shorter side of those that are none', () => {
    expect(showsSquares({ scale: 8, pixelAspect: 0.5 }, 1, false)).toBe(false);
    expect(showsSquares({ scale: 16, pixelAspect: 0.5 }, 1, false)).toBe(true);
    expect(showsSquares({ scale: 8, pixelAspect: 2 }, 1, false)).toBe(true);
  });

  it('are shown from actual size on where somebody wants them', () => {
    expect([0.9, 1, 1.5, 9].map((scale) => showsSquares(square(scale), 1, true))).toEqual([false, true, true, true]);
  });
});
