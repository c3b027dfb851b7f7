import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hitShape, isLayerShown, topmostShapeAt } from '../../../../shared/annotation/hitShape.ts';
import { layerSchema, shapeSchema } from '../../../../shared/annotation/layer.ts';
import type { Layer, Shape } from '../../../../shared/annotation/layer.ts';
import { moveShape } from '../../../../shared/annotation/moveShape.ts';
import { sameDrawing } from '../../../../shared/annotation/sameDrawing.ts';
import { moveHandle, shapeHandles } from '../../../../shared/annotation/shapeHandles.ts';
import { imagePoint } from '../../../../shared/geometry/spaces.ts';
import { arbitraryLayer, arbitraryShape } from '../../../support/arbitraryLayer.ts';

const id = 'c3f3a0e0-9d6e-4f0b-8f57-6f8d0a3c1a01';
const samples: Record<Shape['kind'], Shape> = {
  polygon: { kind: 'polygon', id, points: [{ x: 0, y: 0 }, { x: 20, y: 0 }, { x: 20, y: 20 }] },
  rectangle: { kind: 'rectangle', id, x: 0, y: 0, width: 20, height: 10 },
  arrow: { kind: 'arrow', id, from: { x: 0, y: 0 }, to: { x: 20, y: 0 } },
  freehand: { kind: 'freehand', id, points: [{ x: 0, y: 0 }, { x: 10, y: 10 }, { x: 20, y: 0 }] },
  text: { kind: 'text', id, at: { x: 0, y: 0 }, text: 'ab\nlonger', size: 10 },
};

describe('a shape is hit', () => {
  it.each<[Shape['kind'], number, number, boolean]>([
    ['polygon', 15, 5, true], ['polygon', 5, 15, false], ['polygon', 21, 10, true], ['polygon', 24, 10, false],
    ['rectangle', 10, 5, true], ['rectangle', 10, 11.5, true], ['rectangle', 10, 14, false],
    ['arrow', 10, 1.5, true], ['arrow', 10, 3, false],
    ['freehand', 5, 6, true], ['freehand', 10, 2, false], ['freehand', 10, 10, true],
    ['text', 25, 15, true], ['text', 5, 25, false],
  ])('%s at (%d, %d): %s', (kind, x, y, hit) => {
    expect(hitShape(samples[kind], imagePoint(x, y), 2)).toBe(hit);
  });

  it('by its handles, whatever it is', () => {
    fc.assert(fc.property(arbitraryShape, (shape) => {
      for (const handle of shapeHandles(shape)) expect(hitShape(shape, handle, 1e-3 + Math.abs(handle.x) * 1e-9 + Math.abs(handle.y) * 1e-9)).toBe(true);
    }));
  });

  it('topmost first, and only where its layer is shown', () => {
    const layer = (name: string, changes: Partial<Layer>): Layer => layerSchema.parse({
      id: `0b9c3a44-6f0d-4a7e-9a51-7f0e0f5f4a${name}`, name, colour: '#E69F00', visible: true, frame: 0, imageSize: { width: 50, height: 50 },
      shapes: [{ ...samples.rectangle, id: `c3f3a0e0-9d6e-4f0b-8f57-6f8d0a3c1a${name}` }], author: '', createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', ...changes,
    });
    const layers = [layer('01', { frame: null }), layer('02', {}), layer('03', { visible: false })];
    const at = (frame: number) => topmostShapeAt(layers, frame, imagePoint(5, 5), 1)?.layerId.slice(-2);
    expect([at(0), at(1)]).toEqual(['02', '01']);
    expect(topmostShapeAt(layers, 0, imagePoint(40, 40), 1)).toBeUndefined();
    expect(layers.map((one) => isLayerShown(one, 1))).toEqual([true, false, false]);
  });
});

describe('a shape', () => {
  it('moved there and back is where it was', () => {
    fc.assert(fc.property(arbitraryShape, fc.integer({ min: -100, max: 100 }), fc.integer({ min: -100, max: 100 }), (shape, dx, dy) => {
      const moved = moveShape(shape, dx, dy);
      const before = shapeHandles(shape);
      shapeHandles(moved).forEach((handle, index) => {
        expect(handle.x).toBeCloseTo((before[index]?.x ?? NaN) + dx, 3);
        expect(handle.y).toBeCloseTo((before[index]?.y ?? NaN) + dy, 3);
      });
    }));
  });

  it('stays valid however a handle is pulled, and the handle goes where it is pulled to', () => {
    fc.assert(fc.property(arbitraryShape, fc.nat(), fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 }), (shape, pick, x, y) => {
      const handles = shapeHandles(shape);
      const index = pick % handles.length;
      const pulled = moveHandle(shape, index, imagePoint(x, y));
      expect(shapeSchema.safeParse(pulled).success).toBe(true);
      if (shape.kind === 'text' || shape.kind === 'rectangle') return;
      expect(shapeHandles(pulled)[index]).toEqual({ x, y });
      expect(shapeHandles(pulled).filter((_, other) => other !== index)).toEqual(handles.filter((_, other) => other !== index));
    }));
  });

  it('rectangle is pulled over its opposite corner', () => {
    expect(moveHandle(samples.rectangle, 2, imagePoint(-5, -4))).toMatchObject({ x: -5, y: -4, width: 5, height: 4 });
    expect(moveHandle(samples.rectangle, 0, imagePoint(20, 10))).toMatchObject({ width: 0.01, height: 0.01 });
  });

  it('text is made larger by its handle, and a handle that is not there changes nothing', () => {
    expect(moveHandle(samples.text, 0, imagePoint(99, 30))).toMatchObject({ size: 30 });
    expect(moveHandle(samples.text, 5, imagePoint(0, 0))).toBe(samples.text);
  });
});

describe('the same drawing', () => {
  it('is told by what is stored, not by when or in which order of keys', () => {
    fc.assert(fc.property(arbitraryLayer, (layer) => {
      const reordered = layerSchema.parse(Object.fromEntries(Object.entries({ ...layer, updatedAt: '1999-01-01T00:00:00Z' }).toReversed()));
      expect(sameDrawing(layer, reordered)).toBe(true);
      expect(sameDrawing(layer, { ...layer, name: `${layer.name.slice(0, 100)}!` })).toBe(false);
      expect(sameDrawing(layer, { ...layer, shapes: [...layer.shapes, samples.arrow] })).toBe(false);
    }));
  });
});
