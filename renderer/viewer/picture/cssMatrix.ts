import { viewMatrix } from '../../../shared/geometry/viewMatrix.ts';
import type { ViewTransform } from '../../../shared/geometry/viewTransform.ts';

/** A CSS transform that lays pixels of the picture where the view shows them. */
export function cssMatrix(view: ViewTransform): string {
  return `matrix(${[...viewMatrix(view), view.offset.x, view.offset.y].join(', ')})`;
}
