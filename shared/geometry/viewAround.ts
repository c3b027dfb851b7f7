import { orientationMatrix } from './orientationMatrix.ts';
import { screenPoint } from './spaces.ts';
import type { ImagePoint } from './spaces.ts';
import type { Orientation, Size, ViewTransform } from './viewTransform.ts';

/** @returns the view at `scale` with `centre` of the picture in the middle of the viewport (CSS pixels). */
export function viewAround(centre: ImagePoint, viewport: Size, scale: number, { rotation, mirrored }: Orientation): ViewTransform {
  const [a, b, c, d] = orientationMatrix({ rotation, mirrored });
  return {
    scale,
    rotation,
    mirrored,
    offset: screenPoint(viewport.width / 2 - scale * (a * centre.x + c * centre.y), viewport.height / 2 - scale * (b * centre.x + d * centre.y)),
  };
}
