import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf } from '../../../../shared/geometry/boundsOf.ts';
import { distance } from '../../../../shared/geometry/distance.ts';
import { distanceToPolyline } from '../../../../shared/geometry/distanceToPolyline.ts';
import { distanceToSegment } from '../../../../shared/geometry/distanceToSegment.ts';
import { pointInPolygon } from '../../../../shared/geometry/pointInPolygon.ts';
import { rectangleBetween } from '../../../../shared/geometry/rectangleBetween.ts';
import { roundCoordinate } from '../../../../shared/geometry/roundCoordinate.ts';
import { simplifyStroke } from '../../../../shared/geometry/simplifyStroke.ts';
import { imagePoint } from '../../../../shared/geometry/spaces.ts';

const point = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) });

describe('distance to a segment', () => {
  it('is square beside it, and to the nearer end beyond it', () => {
    const [start, end] = [imagePoint(0, 0), imagePoint(10, 0)];
    expect(distanceToSegment(imagePoint(5, 3), start, end)).toBe(3);
    expect(distanceToSegment(imagePoint(-3, 4), start, end)).toBe(5);
    expect(distanceToSegment(imagePoint(13, -4), start, end)).toBe(5);
  });

  it('is a distance where the segment is one point', () => {
    expect(distanceToSegment(imagePoint(3, 4), imagePoint(0, 0), imagePoint(0, 0))).toBe(5);
  });

  it('is never more than to either end, and no way along the segment is shorter', () => {
    fc.assert(fc.property(point, point, point, fc.double({ min: 0, max: 1, noNaN: true }), (from, start, end, along) => {
      const nearest = distanceToSegment(from, start, end);
      const somewhere = imagePoint(start.x + along * (end.x - start.x), start.y + along * (end.y - start.y));
      expect(nearest).toBeLessThanOrEqual(Math.min(distance(from, start), distance(from, end), distance(from, somewhere)) + 1e-9);
    }));
  });
});

describe('distance to a line of many points', () => {
  const corner = [imagePoint(0, 0), imagePoint(10, 0), imagePoint(10, 10)];
  it('knows whether the line is closed', () => {
    expect(distanceToPolyline(imagePoint(5, 5), corner, false)).toBe(5);
    expect(distanceToPolyline(imagePoint(5, 5), corner, true)).toBe(0);
  });
  it('is of one point the distance to it, of none infinite', () => {
    expect(distanceToPolyline(imagePoint(0, 2), [imagePoint(0, 0)], false)).toBe(2);
    expect(distanceToPolyline(imagePoint(0, 2), [], true)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a point in a polygon', () => {
  const bay = [imagePoint(0, 0), imagePoint(10, 0), imagePoint(10, 10), imagePoint(5, 4), imagePoint(0, 10)];
  it.each([[2, 2, true], [5, 3, true], [5, 7, false], [1, 7, true], [11, 5, false], [-1, 0, false]])('(%d, %d): %s', (x, y, inside) => {
    expect(pointInPolygon(imagePoint(x, y), bay)).toBe(inside);
  });
});

describe('a simplified stroke', () => {
  it('keeps its ends, adds nothing, and strays nowhere farther than the tolerance', () => {
    fc.assert(fc.property(fc.array(point, { minLength: 2, maxLength: 80 }), fc.double({ min: 0.1, max: 50, noNaN: true }), (points, tolerance) => {
      const simple = simplifyStroke(points, tolerance);
      expect(simple[0]).toBe(points[0]);
      expect(simple.at(-1)).toBe(points.at(-1));
      expect(simple.every((kept) => points.includes(kept))).toBe(true);
      for (const dropped of points) expect(distanceToPolyline(dropped, simple, false)).toBeLessThanOrEqual(tolerance + 1e-9);
    }));
  });
  it('of a straight line is its two ends', () => {
    const line = Array.from({ length: 20_000 }, (_, x) => imagePoint(x, 2 * x));
    expect(simplifyStroke(line, 0.01)).toEqual([line[0], line.at(-1)]);
  });
});

describe('boxes', () => {
  it('hold every point and not more', () => {
    expect(boundsOf([imagePoint(3, 9), imagePoint(-1, 4), imagePoint(2, 20)])).toEqual({ x: -1, y: 4, width: 4, height: 16 });
    expect(boundsOf([])).toBeUndefined();
  });
  it('lie between two corners, whichever they are', () => {
    const box = { x: 1, y: 2, width: 4, height: 6 };
    expect(rectangleBetween(imagePoint(1, 8), imagePoint(5, 2))).toEqual(box);
    expect(rectangleBetween(imagePoint(5, 2), imagePoint(1, 8))).toEqual(box);
  });
});

describe('a stored coordinate', () => {
  it('has hundredths, never a negative zero, and stays what it is', () => {
    expect(roundCoordinate(1.005001)).toBe(1.01);
    expect(Object.is(roundCoordinate(-0.001), 0)).toBe(true);
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const once = roundCoordinate(value);
      expect(Number.isFinite(once)).toBe(true);
      expect(roundCoordinate(once)).toBe(once);
    }));
  });
});
