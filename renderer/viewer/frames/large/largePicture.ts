import type { Size } from '../../../../shared/geometry/viewTransform.ts';
import { frameBudgetBytes } from '../frameBudget.ts';

/** Putting a picture on a canvas costs the window some 3 ms for a megapixel where no graphics card helps: more would hold it up for over 50. */
const mostPaintedPixels = 16_000_000;
/** Neither canvases nor textures have longer sides everywhere. */
const longestSide = 16_384;
/** Of what is shown first: more than a fitted picture takes on most screens. On those that have more, it asks for the rest at once. */
const reducedSide = 2000;

/** Too large to be put on the screen whole: it is shown reduced first, and what is looked at closely in parts. */
export function isLarge({ width, height }: Size): boolean {
  return width * height > mostPaintedPixels || Math.max(width, height) > longestSide;
}

/** Whether all its pixels may be kept in memory. */
export function fitsBudget({ width, height }: Size): boolean {
  return width * height * 4 <= frameBudgetBytes;
}

/** As it is shown first. */
export function reducedSize({ width, height }: Size): Size {
  const scale = Math.min(1, reducedSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
