import type { Layer } from './layer.ts';
import { roundShape } from './roundShape.ts';

/** Whether two states of a layer say the same once they are stored; when they were written does not count. */
export function sameDrawing(a: Layer, b: Layer): boolean {
  return a === b || essence(a) === essence(b);
}

function essence(layer: Layer): string {
  return JSON.stringify([sorted({ ...layer, updatedAt: '', shapes: [] }), layer.shapes.map((shape) => sorted(roundShape(shape)))]);
}

/** Keys in one order, for two programs may have written them in two. */
function sorted(record: object): readonly (readonly [string, unknown])[] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
