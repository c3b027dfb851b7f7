import { orientationMatrix } from '../../../shared/geometry/orientationMatrix.ts';
import type { ViewTransform } from '../../../shared/geometry/viewTransform.ts';

/** A CSS transform that lays pixels of the picture where the view shows them. */
export function cssMatrix(view: ViewTransform): string {
  return `matrix(${[...orientationMatrix(view).map((part) => part * view.scale), view.offset.x, view.offset.y].join(', ')})`;
}
