import { screenPoint } from './spaces.ts';
import type { ViewTransform } from './viewTransform.ts';

/**
 * Where a pixel of the picture takes a whole number of the screen's, it is laid exactly on them: half a pixel off, every one would be shown as a mixture of
 * two. Everything else stays where it is.
 * @param pixelRatio pixels of the screen for one of CSS.
 */
export function alignedToPixels(view: ViewTransform, pixelRatio: number): ViewTransform {
  const scale = view.scale * pixelRatio;
  if (scale < 0.5 || Math.abs(scale - Math.round(scale)) > 1e-6) return view;
  const aligned = (place: number) => Math.round(place * pixelRatio) / pixelRatio;
  return { ...view, offset: screenPoint(aligned(view.offset.x), aligned(view.offset.y)) };
}
