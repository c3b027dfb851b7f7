import type { Shape } from './layer.ts';

/** @param dx, dy image pixels to the right and down. */
export function moveShape(shape: Shape, dx: number, dy: number): Shape {
  const moved = (point: { readonly x: number; readonly y: number }) => ({ x: point.x + dx, y: point.y + dy });
  switch (shape.kind) {
    case 'polygon':
    case 'freehand':
      return { ...shape, points: shape.points.map(moved) };
    case 'rectangle':
      return { ...shape, ...moved(shape) };
    case 'arrow':
      return { ...shape, from: moved(shape.from), to: moved(shape.to) };
    case 'text':
      return { ...shape, at: moved(shape.at) };
  }
}
