import { distance } from './distance.ts';
import { imagePoint } from './spaces.ts';
import type { ImagePoint } from './spaces.ts';

/** Image pixels from `point` to the nearest point of the segment from `start` to `end`, which may be one point. */
export function distanceToSegment(point: ImagePoint, start: ImagePoint, end: ImagePoint): number {
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  const squared = dx * dx + dy * dy;
  if (squared === 0) return distance(point, start);
  const along = Math.min(1, Math.max(0, ((point.x - start.x) * dx + (point.y - start.y) * dy) / squared));
  return distance(point, imagePoint(start.x + along * dx, start.y + along * dy));
}
