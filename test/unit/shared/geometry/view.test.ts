import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitToView } from '../../../../shared/geometry/fitToView.ts';
import { imageToScreen } from '../../../../shared/geometry/imageToScreen.ts';
import { changeLooking, fitted, viewOf, type Looking } from '../../../../shared/geometry/looking.ts';
import { pinchChange } from '../../../../shared/geometry/pinchChange.ts';
import { reorient, type Reorientation } from '../../../../shared/geometry/reorient.ts';
import { screenToImage } from '../../../../shared/geometry/screenToImage.ts';
import { screenToImageVector } from '../../../../shared/geometry/screenToImageVector.ts';
import { imagePoint, screenPoint } from '../../../../shared/geometry/spaces.ts';
import { viewMatrix } from '../../../../shared/geometry/viewMatrix.ts';
import { upright, type Orientation, type Rotation, type ViewTransform } from '../../../../shared/geometry/viewTransform.ts';
import { largestScale, smallestScale, zoomAtPoint } from '../../../../shared/geometry/zoomAtPoint.ts';

const coordinate = fc.double({ noNaN: true, noDefaultInfinity: true, min: -5000, max: 5000 });
const rotation = fc.constantFrom<Rotation[]>(0, 90, 180, 270);
const orientation: fc.Arbitrary<Orientation> = fc.record({ rotation, mirrored: fc.boolean() });
const scale = fc.double({ noNaN: true, min: smallestScale, max: largestScale });
/** Of what a device draws: spectra and tilted slices reach far. */
const pixelAspect = fc.double({ noNaN: true, min: 0.125, max: 8 });
const view: fc.Arbitrary<ViewTransform> = fc.record({
  scale, rotation, mirrored: fc.boolean(), pixelAspect, offset: fc.tuple(coordinate, coordinate).map(([x, y]) => screenPoint(x, y)),
});
const looking: fc.Arbitrary<Looking> = fc.record({
  orientation, free: fc.option(fc.record({ scale, centre: fc.tuple(coordinate, coordinate).map(([x, y]) => imagePoint(x, y)) }), { nil: null }),
});
const reorientation = fc.constantFrom<Reorientation[]>('turnLeft', 'turnRight', 'flipAcross', 'flipDown');
const size = fc.record({ width: fc.integer({ min: 1, max: 8000 }), height: fc.integer({ min: 1, max: 8000 }), pixelAspect });

describe('the view', () => {
  it('leads from the picture to the screen and back, at every zoom, rotation and mirror', () => {
    fc.assert(fc.property(view, coordinate, coordinate, (transform, x, y) => {
      const back = screenToImage(transform, imageToScreen(transform, imagePoint(x, y)));
      expect(back.x).toBeCloseTo(x, 5);
      expect(back.y).toBeCloseTo(y, 5);
    }));
  });

  it('turns clockwise, after it mirrors left to right', () => {
    const turned: ViewTransform = { scale: 2, rotation: 90, mirrored: false, pixelAspect: 1, offset: screenPoint(100, 0) };
    expect(imageToScreen(turned, imagePoint(10, 0))).toEqual({ x: 100, y: 20 });
    expect(imageToScreen(turned, imagePoint(0, 10))).toEqual({ x: 80, y: 0 });
    const mirrored = { ...turned, mirrored: true };
    expect(imageToScreen(mirrored, imagePoint(10, 0))).toEqual({ x: 100, y: -20 });
    expect(imageToScreen(mirrored, imagePoint(0, 10))).toEqual({ x: 80, y: 0 });
  });

  it('flips and turns as seen on the screen, however the picture lies', () => {
    const onScreen = { turnLeft: [0, -1, 1, 0], turnRight: [0, 1, -1, 0], flipAcross: [-1, 0, 0, 1], flipDown: [1, 0, 0, -1] } as const;
    fc.assert(fc.property(orientation, reorientation, coordinate, coordinate, (lies, change, x, y) => {
      const place = (how: Orientation) => imageToScreen({ ...how, scale: 1, pixelAspect: 1, offset: screenPoint(0, 0) }, imagePoint(x, y));
      const [before, after] = [place(lies), place(reorient(lies, change))];
      const [a, b, c, d] = onScreen[change];
      expect(after.x).toBeCloseTo(a * before.x + c * before.y, 6);
      expect(after.y).toBeCloseTo(b * before.x + d * before.y, 6);
    }));
  });

  it('has eight ways to lie: each change is undone by its opposite, and flipping both ways is half a turn', () => {
    const opposite = { turnLeft: 'turnRight', turnRight: 'turnLeft', flipAcross: 'flipAcross', flipDown: 'flipDown' } as const;
    fc.assert(fc.property(orientation, reorientation, (lies, change) => {
      expect(reorient(reorient(lies, change), opposite[change])).toEqual(lies);
    }));
    expect(reorient(reorient(upright, 'flipAcross'), 'flipDown')).toEqual({ rotation: 180, mirrored: false });
    expect(reorient({ rotation: 90, mirrored: false }, 'flipAcross')).toEqual({ rotation: 270, mirrored: true });
    expect(reorient({ rotation: 90, mirrored: false }, 'flipDown')).toEqual({ rotation: 90, mirrored: true });
  });

  it('moves a shape where the arrow points, by whole pixels of the picture, however it lies', () => {
    fc.assert(fc.property(view, coordinate, coordinate, fc.constantFrom([1, 0], [-10, 0], [0, 1], [0, -10]), (transform, x, y, [dx = 0, dy = 0]) => {
      const by = screenToImageVector(transform, dx, dy);
      expect(Math.hypot(by.x, by.y)).toBe(Math.hypot(dx, dy));
      const [from, to] = [imageToScreen(transform, imagePoint(x, y)), imageToScreen(transform, imagePoint(x + by.x, y + by.y))];
      // How far that is on the screen is the pixel's shape; the way is the arrow's.
      const pixel = transform.scale * (by.x === 0 ? transform.pixelAspect : 1);
      expect(to.x - from.x).toBeCloseTo(dx * pixel, 4);
      expect(to.y - from.y).toBeCloseTo(dy * pixel, 4);
    }));
  });

  it('stretches pixels that are not square, and nothing else', () => {
    // Rows twice as far apart as columns: 100 x 50 pixels are a square.
    const image = { width: 100, height: 50, pixelAspect: 2 };
    const fittedView = fitToView(image, { width: 220, height: 320 }, upright, 10);
    expect(fittedView).toEqual({ scale: 2, rotation: 0, mirrored: false, pixelAspect: 2, offset: { x: 10, y: 60 } });
    expect(imageToScreen(fittedView, imagePoint(100, 50))).toEqual({ x: 210, y: 260 });
    expect(screenToImage(fittedView, screenPoint(110, 160))).toEqual({ x: 50, y: 25 });
    // Turned, the rows go across.
    const turned = fitToView(image, { width: 220, height: 320 }, { rotation: 90, mirrored: false }, 10);
    expect(turned.scale).toBe(2);
    expect(imageToScreen(turned, imagePoint(0, 50))).toEqual({ x: 10, y: 60 });
    expect(viewMatrix(turned)).toEqual([0, 2, -4, 0]);
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
    fc.assert(fc.property(size, orientation, (image, lies) => {
      const viewport = { width: 1000, height: 700 };
      const transform = fitToView(image, viewport, lies, 10);
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

  it('holds the middle while it turns, flips and while the window changes its size', () => {
    fc.assert(fc.property(looking, size, reorientation, (before, image, change) => {
      fc.pre(before.free !== null);
      const viewport = { width: 900, height: 600 };
      const held = screenToImage(viewOf(before, image, viewport), screenPoint(450, 300));
      const after = imageToScreen(viewOf(changeLooking(before, { kind: 'reorient', change }, image, viewport), image, viewport), held);
      expect(after.x).toBeCloseTo(450, 4);
      expect(after.y).toBeCloseTo(300, 4);
      const narrow = imageToScreen(viewOf(before, image, { width: 500, height: 400 }), held);
      expect(narrow.x).toBeCloseTo(250, 4);
      expect(narrow.y).toBeCloseTo(200, 4);
    }));
  });

  it('pans by screen pixels whatever the zoom', () => {
    fc.assert(fc.property(looking, size, fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 }), (before, image, dx, dy) => {
      const viewport = { width: 900, height: 600 };
      const [from, to] = [viewOf(before, image, viewport), viewOf(changeLooking(before, { kind: 'pan', dx, dy }, image, viewport), image, viewport)];
      expect(to.offset.x - from.offset.x).toBeCloseTo(dx, 4);
      expect(to.offset.y - from.offset.y).toBeCloseTo(dy, 4);
      expect(to.scale).toBe(from.scale);
    }));
    expect(changeLooking(fitted, { kind: 'scale', scale: 2 }, { width: 100, height: 60, pixelAspect: 1 }, { width: 300, height: 300 })).toEqual({ orientation: upright, free: { scale: 2, centre: { x: 50, y: 30 } } });
  });
});

describe('two fingers', () => {
  it('hold the points of the picture they lie on', () => {
    fc.assert(fc.property(view, coordinate, coordinate, fc.integer({ min: 20, max: 400 }), fc.integer({ min: 20, max: 400 }), coordinate, coordinate, (transform, x, y, before, after, dx, dy) => {
      const from = [screenPoint(x - before, y), screenPoint(x + before, y)] as const;
      const to = [screenPoint(x + dx - after, y + dy), screenPoint(x + dx + after, y + dy)] as const;
      const { factor, anchor, ...pan } = pinchChange(from, to);
      fc.pre(transform.scale * factor >= smallestScale && transform.scale * factor <= largestScale);
      const panned = { ...transform, offset: screenPoint(transform.offset.x + pan.dx, transform.offset.y + pan.dy) };
      const pinched = zoomAtPoint(panned, anchor, factor);
      const held = imageToScreen(pinched, screenToImage(transform, from[0]));
      expect(held.x).toBeCloseTo(to[0].x, 3);
      expect(held.y).toBeCloseTo(to[0].y, 3);
    }));
  });

  it('that lie on each other pan and do not zoom', () => {
    expect(pinchChange([screenPoint(10, 10), screenPoint(12, 10)], [screenPoint(20, 15), screenPoint(20, 15)])).toEqual({ dx: 9, dy: 5, factor: 1, anchor: { x: 20, y: 15 } });
  });
});
