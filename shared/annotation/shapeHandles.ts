import { rectangleBetween } from '../geometry/rectangleBetween.ts';
import { imagePoint } from '../geometry/spaces.ts';
import type { ImagePoint } from '../geometry/spaces.ts';
import type { Shape } from './layer.ts';

/** Below this a rectangle could no longer be taken hold of, and a zero one is not valid. Image pixels. */
const smallestSide = 0.01;

/**
 * The points by which a shape is reshaped, in image pixels. Polygon and freehand: every point; rectangle: its corners clockwise from
 * the top left; arrow: tail, tip; text: the end of its line height.
 */
export function shapeHandles(shape: Shape): readonly ImagePoint[] {
  switch (shape.kind) {
    case 'polygon':
    case 'freehand':
      return shape.points;
    case 'rectangle': {
      const { x, y, width, height } = shape;
      return [imagePoint(x, y), imagePoint(x + width, y), imagePoint(x + width, y + height), imagePoint(x, y + height)];
    }
    case 'arrow':
      return [shape.from, shape.to];
    case 'text':
      return [imagePoint(shape.at.x, shape.at.y + shape.size)];
  }
}

/** @returns the shape with handle `index` (of `shapeHandles`) at `point`; the same object for a handle it has not. */
export function moveHandle(shape: Shape, index: number, point: ImagePoint): Shape {
  const handles = shapeHandles(shape);
  if (handles[index] === undefined) return shape;
  const to = { x: point.x, y: point.y };
  switch (shape.kind) {
    case 'polygon':
    case 'freehand':
      return { ...shape, points: shape.points.with(index, to) };
    case 'rectangle': {
      const { x, y, width, height } = rectangleBetween(handles[(index + 2) % 4] ?? to, to);
      return { ...shape, x, y, width: Math.max(smallestSide, width), height: Math.max(smallestSide, height) };
    }
    case 'arrow':
      return index === 0 ? { ...shape, from: to } : { ...shape, to };
    case 'text':
      return { ...shape, size: Math.max(1, point.y - shape.at.y) };
  }
}
