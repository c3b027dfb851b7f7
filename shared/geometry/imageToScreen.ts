import { rotationVector } from './rotationVector.ts';
import { screenPoint } from './spaces.ts';
import type { ImagePoint, ScreenPoint } from './spaces.ts';
import type { ViewTransform } from './viewTransform.ts';

/** Image pixels to CSS pixels of the canvas. */
export function imageToScreen(view: ViewTransform, point: ImagePoint): ScreenPoint {
  const [cos, sin] = rotationVector(view.rotation);
  return screenPoint(
    view.offset.x + view.scale * (cos * point.x - sin * point.y),
    view.offset.y + view.scale * (sin * point.x + cos * point.y),
  );
}
