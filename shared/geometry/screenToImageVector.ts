import { orientationMatrix } from './orientationMatrix.ts';
import type { Orientation } from './viewTransform.ts';

/** Which way on the picture is `x` to the right and `y` down on the screen; the length stays as it is: it is image pixels already, whatever their shape. */
export function screenToImageVector(orientation: Orientation, x: number, y: number): { readonly x: number; readonly y: number } {
  const [a, b, c, d] = orientationMatrix(orientation);
  return { x: a * x + b * y, y: c * x + d * y };
}
