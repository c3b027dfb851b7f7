import { roundCoordinate } from '../geometry/roundCoordinate.ts';
import type { ImagePoint } from '../geometry/spaces.ts';
import type { Shape } from './layer.ts';

const point = ({ x, y }: ImagePoint) => ({ x: roundCoordinate(x), y: roundCoordinate(y) });
/** Sizes stay above zero: a shape must not become invalid by being stored. */
const size = (value: number) => Math.max(0.01, roundCoordinate(value));

/** @returns the shape as it is stored: every coordinate and size to 0.01 image pixels. */
export function roundShape(shape: Shape): Shape {
  switch (shape.kind) {
    case 'polygon':
    case 'freehand':
      return { ...shape, points: shape.points.map(point) };
    case 'rectangle':
      return { ...shape, ...point(shape), width: size(shape.width), height: size(shape.height) };
    case 'arrow':
      return { ...shape, from: point(shape.from), to: point(shape.to) };
    case 'text':
      return { ...shape, at: point(shape.at), size: size(shape.size) };
  }
}
