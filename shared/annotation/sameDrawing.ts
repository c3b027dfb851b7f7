import type { Layer } from './layer.ts';
import { roundShape } from './roundShape.ts';

/** Whether two states of a layer say the same once they are stored; when they were written does not count. */
export function sameDrawing(a: Layer, b: Layer): boolean {
  return a === b || essence(a) === essence(b);
}

function essence({ updatedAt: _, shapes, ...layer }: Layer): string {
  return JSON.stringify([Object.entries(layer).toSorted(([a], [b]) => (a < b ? -1 : 1)), shapes.map(roundShape).map((shape) => Object.entries(shape).toSorted(([a], [b]) => (a < b ? -1 : 1)))]);
}
