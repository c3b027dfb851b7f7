import { boundsOf } from './boundsOf.ts';
import type { Bounds } from './boundsOf.ts';
import type { ImagePoint } from './spaces.ts';

/** @returns the upright box with the two points as opposite corners, whichever they are. */
export function rectangleBetween(a: ImagePoint, b: ImagePoint): Bounds {
  return boundsOf([a, b]) ?? { x: a.x, y: a.y, width: 0, height: 0 };
}
