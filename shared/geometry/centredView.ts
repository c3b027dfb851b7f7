import { imagePoint } from './spaces.ts';
import { viewAround } from './viewAround.ts';
import type { Orientation, PictureSize, Size, ViewTransform } from './viewTransform.ts';

/** @returns the view at `scale` with the picture's middle in the middle of the viewport (CSS pixels). */
export function centredView(image: PictureSize, viewport: Size, scale: number, orientation: Orientation): ViewTransform {
  return viewAround(imagePoint(image.width / 2, image.height / 2), viewport, scale, orientation, image.pixelAspect);
}
