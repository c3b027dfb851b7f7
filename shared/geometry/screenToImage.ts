import { screenToImageVector } from './screenToImageVector.ts';
import { imagePoint } from './spaces.ts';
import type { ImagePoint, ScreenPoint } from './spaces.ts';
import type { ViewTransform } from './viewTransform.ts';

/** CSS pixels of the canvas to image pixels; the inverse of `imageToScreen`. */
export function screenToImage(view: ViewTransform, point: ScreenPoint): ImagePoint {
  const { x, y } = screenToImageVector(view, (point.x - view.offset.x) / view.scale, (point.y - view.offset.y) / view.scale);
  return imagePoint(x, y / view.pixelAspect);
}
