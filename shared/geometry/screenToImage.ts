import { rotationVector } from './rotationVector.ts';
import { imagePoint } from './spaces.ts';
import type { ImagePoint, ScreenPoint } from './spaces.ts';
import type { ViewTransform } from './viewTransform.ts';

/** CSS pixels of the canvas to image pixels; the inverse of `imageToScreen`. */
export function screenToImage(view: ViewTransform, point: ScreenPoint): ImagePoint {
  const [cos, sin] = rotationVector(view.rotation);
  const x = (point.x - view.offset.x) / view.scale;
  const y = (point.y - view.offset.y) / view.scale;
  return imagePoint(cos * x + sin * y, cos * y - sin * x);
}
