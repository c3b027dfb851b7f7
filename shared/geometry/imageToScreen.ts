import { orientationMatrix } from './orientationMatrix.ts';
import { screenPoint } from './spaces.ts';
import type { ImagePoint, ScreenPoint } from './spaces.ts';
import type { ViewTransform } from './viewTransform.ts';

/** Image pixels to CSS pixels of the canvas. */
export function imageToScreen(view: ViewTransform, point: ImagePoint): ScreenPoint {
  const [a, b, c, d] = orientationMatrix(view);
  return screenPoint(view.offset.x + view.scale * (a * point.x + c * point.y), view.offset.y + view.scale * (b * point.x + d * point.y));
}
