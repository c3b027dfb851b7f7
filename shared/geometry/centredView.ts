import { rotationVector } from './rotationVector.ts';
import { screenPoint } from './spaces.ts';
import type { Rotation, Size, ViewTransform } from './viewTransform.ts';

/** @returns the view at `scale` with the picture's middle in the middle of the viewport (CSS pixels). */
export function centredView(image: Size, viewport: Size, scale: number, rotation: Rotation): ViewTransform {
  const [cos, sin] = rotationVector(rotation);
  const half = { x: (image.width * scale) / 2, y: (image.height * scale) / 2 };
  return {
    scale,
    rotation,
    offset: screenPoint(viewport.width / 2 - (cos * half.x - sin * half.y), viewport.height / 2 - (sin * half.x + cos * half.y)),
  };
}
