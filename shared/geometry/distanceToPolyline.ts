import { distanceToSegment } from './distanceToSegment.ts';
import type { ImagePoint } from './spaces.ts';

/** Image pixels from `point` to the nearest part of the line through `points`; Infinity for no points. */
export function distanceToPolyline(point: ImagePoint, points: readonly ImagePoint[], closed: boolean): number {
  const last = points.at(-1);
  if (last === undefined) return Number.POSITIVE_INFINITY;
  let nearest = Number.POSITIVE_INFINITY;
  let previous = closed ? last : points[0];
  for (const next of points) {
    if (previous !== undefined) nearest = Math.min(nearest, distanceToSegment(point, previous, next));
    previous = next;
  }
  return nearest;
}
