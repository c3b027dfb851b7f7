import { screenPoint, type ScreenPoint } from './spaces.ts';

/** Where two fingers lie, CSS pixels. */
export type Fingers = readonly [ScreenPoint, ScreenPoint];

/** Fingers nearer than this (CSS pixels) tell no distance worth a zoom. */
const nearest = 16;

/** What two fingers that moved do to the picture under them: first it pans with their middle, then it zooms around it. */
export function pinchChange(from: Fingers, to: Fingers): { readonly dx: number; readonly dy: number; readonly factor: number; readonly anchor: ScreenPoint } {
  const [before, anchor] = [middleOf(from), middleOf(to)];
  return { dx: anchor.x - before.x, dy: anchor.y - before.y, factor: Math.max(nearest, spread(to)) / Math.max(nearest, spread(from)), anchor };
}

function middleOf([a, b]: Fingers): ScreenPoint {
  return screenPoint((a.x + b.x) / 2, (a.y + b.y) / 2);
}

function spread([a, b]: Fingers): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
