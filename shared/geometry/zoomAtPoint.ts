import { screenPoint } from './spaces.ts';
import type { ScreenPoint } from './spaces.ts';
import type { ViewTransform } from './viewTransform.ts';

/** CSS pixels per image pixel: from a thumbnail of a poster to a pixel the size of a thumb. */
export const smallestScale = 0.01;
export const largestScale = 64;

/** @returns the view scaled by `factor` (within the limits) with the image point under `anchor` staying under it. */
export function zoomAtPoint(view: ViewTransform, anchor: ScreenPoint, factor: number): ViewTransform {
  const scale = Math.min(largestScale, Math.max(smallestScale, view.scale * factor));
  const ratio = scale / view.scale;
  return {
    ...view,
    scale,
    offset: screenPoint(anchor.x - (anchor.x - view.offset.x) * ratio, anchor.y - (anchor.y - view.offset.y) * ratio),
  };
}
