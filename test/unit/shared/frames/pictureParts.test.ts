import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEnough, isFull, partAround, partInView, regionFor } from '../../../../shared/frames/pictureParts.ts';
import { screenToImage } from '../../../../shared/geometry/screenToImage.ts';
import { imagePoint, screenPoint } from '../../../../shared/geometry/spaces.ts';
import { viewAround } from '../../../../shared/geometry/viewAround.ts';
import { upright } from '../../../../shared/geometry/viewTransform.ts';
import { frameRegionSchema } from '../../../../shared/ipc/decodedFrames.ts';

const image = { width: 8000, height: 6000 };
const viewport = { width: 1000, height: 800 };
const at = (x: number, y: number, scale: number, orientation = upright) => viewAround(imagePoint(x, y), viewport, scale, orientation, 1);
const shown = { reducedTo: 0.25, pixelRatio: 1 };

describe('the part of a large picture that is needed', () => {
  it('is none while what is shown first has a pixel for every one of the screen', () => {
    expect(partInView(at(4000, 3000, 0.25), viewport, image, shown)).toBeNull();
    expect(partInView(at(4000, 3000, 0.2), viewport, image, { ...shown, pixelRatio: 2 })).toMatchObject({ scale: 0.4 });
  });

  it('is what is seen of it, and never has more pixels than the picture', () => {
    expect(partInView(at(4000, 3000, 1), viewport, image, shown)).toEqual({ left: 3500, top: 2600, right: 4500, bottom: 3400, scale: 1 });
    expect(partInView(at(0, 6000, 4), viewport, image, shown)).toEqual({ left: 0, top: 5900, right: 125, bottom: 6000, scale: 1 });
    expect(partInView(at(4000, 3000, 1, { rotation: 90, mirrored: true }), viewport, image, shown)).toEqual({ left: 3600, top: 2500, right: 4400, bottom: 3500, scale: 1 });
  });

  it('is none where nothing of the picture is seen', () => {
    expect(partInView(at(-600, 3000, 1), viewport, image, shown)).toBeNull();
  });

  it('is asked for with a margin, so that dragging a little asks for nothing', () => {
    const needed = partInView(at(4000, 3000, 1), viewport, image, shown);
    if (needed === null) throw new Error('a part is needed');
    const region = regionFor(needed, image);
    expect(region).toEqual({ left: 3250, top: 2400, width: 1500, height: 1200, outWidth: 1500, outHeight: 1200 });
    expect(isFull(region)).toBe(true);
    const dragged = partInView(at(4200, 3000, 1), viewport, image, shown);
    const farther = partInView(at(4300, 3000, 1), viewport, image, shown);
    const closer = partInView(at(4000, 3000, 2), viewport, image, shown);
    expect([dragged, farther, closer].map((other) => other !== null && isEnough(region, other))).toEqual([true, false, true]);
  });

  it('asks again when somebody looks closer than it is sharp', () => {
    const [far, near] = [partInView(at(4000, 3000, 0.5), viewport, image, shown), partInView(at(4000, 3000, 0.9), viewport, image, shown)];
    if (far === null || near === null) throw new Error('parts are needed');
    expect(isFull(regionFor(far, image))).toBe(false);
    expect(isEnough(regionFor(far, image), near)).toBe(false);
  });

  it('around a spot has every pixel, at the edge as in the middle', () => {
    expect(partAround(imagePoint(10.5, 5999.5), 256, image)).toEqual({ left: 0, top: 5871.5, right: 138.5, bottom: 6000, scale: 1 });
    expect(isFull(regionFor(partAround(imagePoint(4000, 3000), 100_000, image), image))).toBe(true);
  });

  it('is enough once it is there, on the picture, and never larger than a part may be', () => {
    const sizes = fc.record({ width: fc.integer({ min: 1, max: 65_000 }), height: fc.integer({ min: 1, max: 65_000 }) });
    const views = fc.record({ width: fc.integer({ min: 1, max: 5000 }), height: fc.integer({ min: 1, max: 3000 }) });
    fc.assert(fc.property(sizes, views, fc.double({ min: 0.01, max: 40, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 90, 180, 270), fc.boolean(), fc.constantFrom(0.5, 1, 1.1, 2),
      (size, screen, scale, x, y, rotation, mirrored, pixelAspect) => {
        const view = viewAround(imagePoint(x * size.width, y * size.height), screen, scale, { rotation, mirrored }, pixelAspect);
        const needed = partInView(view, screen, size, { reducedTo: 0, pixelRatio: 1 });
        if (needed === null) return;
        const region = regionFor(needed, size);
        expect(frameRegionSchema.safeParse(region).success).toBe(true);
        expect(region.left + region.width).toBeLessThanOrEqual(size.width);
        expect(region.top + region.height).toBeLessThanOrEqual(size.height);
        expect(isEnough(region, needed)).toBe(true);
        const middle = screenToImage(view, screenPoint(screen.width / 2, screen.height / 2));
        // But for what rounding does.
        expect([middle.x >= region.left - 1e-6, middle.x <= region.left + region.width + 1e-6]).toEqual([true, true]);
      }));
  });
});
