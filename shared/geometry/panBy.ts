import { screenPoint } from './spaces.ts';
import type { ViewTransform } from './viewTransform.ts';

/** @param dx, dy CSS pixels the picture moves to the right and down. */
export function panBy(view: ViewTransform, dx: number, dy: number): ViewTransform {
  return { ...view, offset: screenPoint(view.offset.x + dx, view.offset.y + dy) };
}
