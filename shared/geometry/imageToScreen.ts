import { screenPoint } from './spaces.ts';
import type { ImagePoint, ScreenPoint } from './spaces.ts';
import { viewMatrix } from './viewMatrix.ts';
import type { ViewTransform } from './viewTransform.ts';

/** Image pixels to CSS pixels of the canvas. */
export function imageToScreen(view: ViewTransform, point: ImagePoint): ScreenPoint {
  const [a, b, c, d] = viewMatrix(view);
  return screenPoint(view.offset.x + a * point.x + c * point.y, view.offset.y + b * point.x + d * point.y);
}
