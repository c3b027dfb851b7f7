import { orientationMatrix, type OrientationMatrix } from './orientationMatrix.ts';
import type { ViewTransform } from './viewTransform.ts';

/** @returns the linear part of a view, image pixels to CSS pixels, as CSS writes it. */
export function viewMatrix(view: Omit<ViewTransform, 'offset'>): OrientationMatrix {
  const [a, b, c, d] = orientationMatrix(view);
  const [across, down] = [view.scale, view.scale * view.pixelAspect];
  return [a * across, b * across, c * down, d * down];
}
