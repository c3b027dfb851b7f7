import { screenPoint } from './spaces.ts';
import type { ImagePoint } from './spaces.ts';
import { viewMatrix } from './viewMatrix.ts';
import type { Orientation, Size, ViewTransform } from './viewTransform.ts';

/** @returns the view at `scale` with `centre` of the picture in the middle of the viewport (CSS pixels). @param pixelAspect height of a pixel over its width. */
export function viewAround(centre: ImagePoint, viewport: Size, scale: number, { rotation, mirrored }: Orientation, pixelAspect: number): ViewTransform {
  const lies = { scale, rotation, mirrored, pixelAspect };
  const [a, b, c, d] = viewMatrix(lies);
  return {
    ...lies,
    offset: screenPoint(viewport.width / 2 - (a * centre.x + c * centre.y), viewport.height / 2 - (b * centre.x + d * centre.y)),
  };
}
