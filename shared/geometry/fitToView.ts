import { centredView } from './centredView.ts';
import type { Orientation, PictureSize, Size, ViewTransform } from './viewTransform.ts';
import { largestScale, smallestScale } from './zoomAtPoint.ts';

/** @returns the largest view that shows the whole picture, centred, with `margin` CSS pixels around it. */
export function fitToView(image: PictureSize, viewport: Size, orientation: Orientation, margin = 0): ViewTransform {
  const lying = orientation.rotation === 90 || orientation.rotation === 270;
  const tall = image.height * image.pixelAspect;
  const width = lying ? tall : image.width;
  const height = lying ? image.width : tall;
  const scale = Math.min((viewport.width - 2 * margin) / width, (viewport.height - 2 * margin) / height);
  return centredView(image, viewport, Math.min(largestScale, Math.max(smallestScale, scale)), orientation);
}
