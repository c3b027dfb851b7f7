import { centredView } from './centredView.ts';
import type { Orientation, Size, ViewTransform } from './viewTransform.ts';
import { largestScale, smallestScale } from './zoomAtPoint.ts';

/** @returns the largest view that shows the whole picture, centred, with `margin` CSS pixels around it. */
export function fitToView(image: Size, viewport: Size, orientation: Orientation, margin = 0): ViewTransform {
  const lying = orientation.rotation === 90 || orientation.rotation === 270;
  const width = lying ? image.height : image.width;
  const height = lying ? image.width : image.height;
  const scale = Math.min((viewport.width - 2 * margin) / width, (viewport.height - 2 * margin) / height);
  return centredView(image, viewport, Math.min(largestScale, Math.max(smallestScale, scale)), orientation);
}
