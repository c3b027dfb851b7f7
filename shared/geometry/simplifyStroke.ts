import { distanceToSegment } from './distanceToSegment.ts';
import type { ImagePoint } from './spaces.ts';

/**
 * Drops the points of a stroke that lie within `tolerance` image pixels of the line without them. First and last stay.
 * Ramer (1972), Douglas & Peucker (1973); with a stack of its own, for a long stroke must not overflow the call stack.
 */
export function simplifyStroke(points: readonly ImagePoint[], tolerance: number): ImagePoint[] {
  if (points.length < 3) return [...points];
  const kept = new Set([0, points.length - 1]);
  const spans: (readonly [number, number])[] = [[0, points.length - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [from, to] = span;
    const start = points[from];
    const end = points[to];
    if (start === undefined || end === undefined) continue;
    let farthest = -1;
    let greatest = tolerance;
    points.slice(from + 1, to).forEach((point, index) => {
      const away = distanceToSegment(point, start, end);
      if (away > greatest) {
        greatest = away;
        farthest = from + 1 + index;
      }
    });
    if (farthest < 0) continue;
    kept.add(farthest);
    spans.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, index) => kept.has(index));
}
