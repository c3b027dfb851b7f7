import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centredView } from '../../../../shared/geometry/centredView.ts';
import { fitToView } from '../../../../shared/geometry/fitToView.ts';
import { imageToScreen } from '../../../../shared/geometry/imageToScreen.ts';
import { panBy } from '../../../../shared/geometry/panBy.ts';
import { rotateView } from '../../../../shared/geometry/rotateView.ts';
import { screenToImage } from '../../../../shared/geometry/screenToImage.ts';
import { imagePoint, screenPoint } from '../../../../shared/geometry/spaces.ts';
import type { Rotation, ViewTransform } from '../../../../shared/geometry/viewTransform.ts';
import { largestScale, smallestScale, zoomAtPoint } from '../../../../shared/geometry/zoomAtPoint.ts';

const coordinate = fc.double({ noNaN: true, noDefaultInfinity: true, min: -5000, max: 5000 });
const rotation = fc.constantFrom<Rotation[]>(0, 90, 180, 270);
const view: fc.Arbitrary<ViewTransform> = fc.record({
  scale: fc.double({ noNaN: true, min: smallestScale, max: largestScale }), rotation, offset: fc.tuple(coordinate, coordinate).map(([x, y]) => screenPoint(x, y)),
});
const size = fc.record({ width: fc.integer({ min: 1, max: 8000 }), height: fc.integer({ min: 1, max: 8000 }) });

describe('the view', () => {
  it('leads from the picture to the screen and back, at every zoom and rotation', () => {
    fc.assert(fc.property(view, coordinate, coordinate, (transform, x, y) => {
      const back = screenToImage(transform, imageToScreen(transform, imagePoint(x, y)));
      expect(back.x).toBeCloseTo(x, 5);
      expect(back.y).toBeCloseTo(y, 5);
    }));
  });

  it('turns clockwise', () => {
    const turned: ViewTransform = { scale: 2, rotation: 90, offset: screenPoint(100, 0) };
    expect(imageToScreen(turned, imagePoint(10, 0))).toEqual({ x: 100, y: 20 });
    expect(imageToScreen(turned, imagePoint(0, 10))).toEqual({ x: 80, y: 0 });
  });

  it('keeps what is under the cursor under the cursor while it zooms, and knows its limits', () => {
    fc.assert(fc.property(view, coordinate, coordinate, fc.double({ noNaN: true, min: 0.001, max: 1000 }), (transform, x, y, factor) => {
      const anchor = screenPoint(x, y);
      const held = screenToImage(transform, anchor);
      const zoomed = zoomAtPoint(transform, anchor, factor);
      const after = imageToScreen(zoomed, held);
      expect(after.x).toBeCloseTo(x, 4);
      expect(after.y).toBeCloseTo(y, 4);
      expect(zoomed.scale).toBeGreaterThanOrEqual(smallestScale);
      expect(zoomed.scale).toBeLessThanOrEqual(largestScale);
    }));
  });

  it('fitted, shows the whole picture in the middle and touches one pair of edges', () => {
    fc.assert(fc.property(size, rotation, (image, turn) => {
      const viewport = { width: 1000, height: 700 };
      const transform = fitToView(image, viewport, turn, 10);
      const corners = [imagePoint(0, 0), imagePoint(image.width, image.height)].map((corner) => imageToScreen(transform, corner));
      const xs = corners.map(({ x }) => x).toSorted((a, b) => a - b);
      const ys = corners.map(({ y }) => y).toSorted((a, b) => a - b);
      const [left = NaN, right = NaN] = xs;
      const [top = NaN, bottom = NaN] = ys;
      expect((left + right) / 2).toBeCloseTo(500, 6);
      expect((top + bottom) / 2).toBeCloseTo(350, 6);
      expect(left).toBeGreaterThanOrEqual(10 - 1e-6);
      expect(top).toBeGreaterThanOrEqual(10 - 1e-6);
      // A picture of a few pixels stops at the largest scale before it reaches an edge.
      expect(Math.min(left, top) < 10 + 1e-6 || transform.scale === largestScale).toBe(true);
    }));
  });

  it('rotated four times is where it was, and holds the middle on the way', () => {
    fc.assert(fc.property(view, size, fc.constantFrom('left' as const, 'right' as const), (transform, image, direction) => {
      const viewport = { width: 900, height: 600 };
      let turned = transform;
      for (let quarter = 0; quarter < 4; quarter += 1) {
        const held = screenToImage(turned, screenPoint(450, 300));
        turned = rotateView(turned, image, viewport, direction);
        expect(imageToScreen(turned, held).x).toBeCloseTo(450, 4);
      }
      expect(turned.rotation).toBe(transform.rotation);
      expect(turned.offset.x).toBeCloseTo(transform.offset.x, 4);
      expect(turned.offset.y).toBeCloseTo(transform.offset.y, 4);
    }));
  });

  it('pans by screen pixels whatever the zoom', () => {
    const moved = panBy(centredView({ width: 100, height: 100 }, { width: 300, height: 300 }, 2, 0), 5, -7);
    expect(moved.offset).toEqual({ x: 55, y: 43 });
  });
});
