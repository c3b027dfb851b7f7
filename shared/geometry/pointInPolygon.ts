import type { ImagePoint } from './spaces.ts';

/** Even-odd rule; a point exactly on the outline may count either way. */
export function pointInPolygon(point: ImagePoint, outline: readonly ImagePoint[]): boolean {
  let inside = false;
  let previous = outline.at(-1);
  for (const next of outline) {
    if (previous !== undefined && next.y > point.y !== previous.y > point.y
      && point.x < ((previous.x - next.x) * (point.y - next.y)) / (previous.y - next.y) + next.x) inside = !inside;
    previous = next;
  }
  return inside;
}
