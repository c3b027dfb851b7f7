import fc from 'fast-check';
import { layerColours } from '../../shared/annotation/layer.ts';
import type { Layer, Shape } from '../../shared/annotation/layer.ts';

const coordinate = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
const size = fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-9, max: 1e6 });
const point = fc.record({ x: coordinate, y: coordinate });
const id = fc.uuid();
const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });

export const arbitraryShape: fc.Arbitrary<Shape> = fc.oneof(
  fc.record({ kind: fc.constant('polygon' as const), id, points: fc.array(point, { minLength: 3, maxLength: 20 }) }),
  fc.record({ kind: fc.constant('rectangle' as const), id, x: coordinate, y: coordinate, width: size, height: size }),
  fc.record({ kind: fc.constant('arrow' as const), id, from: point, to: point }),
  fc.record({ kind: fc.constant('freehand' as const), id, points: fc.array(point, { minLength: 2, maxLength: 20 }) }),
  fc.record({ kind: fc.constant('text' as const), id, at: point, text: anyText, size }),
);

const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString());

export const arbitraryLayer: fc.Arbitrary<Layer> = fc.record({
  id,
  name: anyText,
  colour: fc.constantFrom(...layerColours),
  visible: fc.boolean(),
  frame: fc.option(fc.nat(500)),
  imageSize: fc.record({ width: fc.integer({ min: 1, max: 60000 }), height: fc.integer({ min: 1, max: 60000 }) }),
  shapes: fc.uniqueArray(arbitraryShape, { maxLength: 8, selector: (shape) => shape.id }),
  author: fc.oneof(fc.constant(''), anyText),
  createdAt: instant,
  updatedAt: instant,
});
