import type { ImagePoint } from './spaces.ts';

/** Image pixels between two points. */
export function distance(a: ImagePoint, b: ImagePoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
