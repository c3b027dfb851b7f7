import type { Layer, Shape } from './layer.ts';
import { roundShape } from './roundShape.ts';

/**
 * Whether two states of a layer say the same once they are stored; when they were written does not count. Shapes that are the same
 * object are not looked into, so that comparing a large layer with the one it was made from costs next to nothing.
 */
export function sameDrawing(a: Layer, b: Layer): boolean {
  if (a === b) return true;
  return a.shapes.length === b.shapes.length && head(a) === head(b) && a.shapes.every((shape, index) => sameShape(shape, b.shapes[index]));
}

function head(layer: Layer): string {
  return written({ ...layer, imageSize: written(layer.imageSize), updatedAt: '', shapes: [] });
}

function sameShape(a: Shape, b: Shape | undefined): boolean {
  return a === b || (b !== undefined && written(roundShape(a)) === written(roundShape(b)));
}

/** Keys in one order, for two programs may have written them in two. */
function written(record: object): string {
  return JSON.stringify(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
