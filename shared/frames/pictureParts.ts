import { screenToImage } from '../geometry/screenToImage.ts';
import { screenPoint, type ImagePoint } from '../geometry/spaces.ts';
import type { Size, ViewTransform } from '../geometry/viewTransform.ts';
import { mostPartPixels, type FrameRegion } from '../ipc/decodedFrames.ts';

/**
 * Which parts of a picture are needed in more detail than it was shown with first. A part covers all that is seen, not a grid's tile: what has
 * no whole picture in memory reads the file from its beginning for every one.
 */

/** Image pixels of the picture that are seen, and how many are to be made of one, at most 1. */
export interface NeededPart {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly scale: number;
}

/** So that zooming a little asks for nothing new. */
const stepsOfScale = 8;
/** Beyond what is seen, on every side, as a share of it: dragging the picture a little shows pixels that are there. */
const margin = 0.25;

/**
 * @param reducedTo pixels of what is shown first for one of the picture.
 * @param pixelRatio pixels of the screen for one of CSS.
 * @returns null when what is shown first is enough, or nothing of the picture is seen.
 */
export function partInView(view: ViewTransform, viewport: Size, image: Size, { reducedTo, pixelRatio }: { readonly reducedTo: number; readonly pixelRatio: number }): NeededPart | null {
  const scale = Math.min(1, view.scale * pixelRatio);
  if (scale <= reducedTo) return null;
  const corners = [screenToImage(view, screenPoint(0, 0)), screenToImage(view, screenPoint(viewport.width, viewport.height))];
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const needed = {
    left: Math.max(0, Math.min(...xs)), top: Math.max(0, Math.min(...ys)), right: Math.min(image.width, Math.max(...xs)), bottom: Math.min(image.height, Math.max(...ys)), scale,
  };
  return needed.left < needed.right && needed.top < needed.bottom ? needed : null;
}

/** Every pixel around one spot. @param extent image pixels that a glass over it shows; what does not fit into one part is left out on all sides. */
export function partAround({ x, y }: ImagePoint, extent: number, image: Size): NeededPart {
  const half = Math.min(extent, mostPartPixels / (1 + 2 * margin) - 2) / 2;
  const [column, row] = [Math.floor(x), Math.floor(y)];
  return { left: Math.max(0, Math.min(column, x - half)), top: Math.max(0, Math.min(row, y - half)), right: Math.min(image.width, Math.max(column + 1, x + half)), bottom: Math.min(image.height, Math.max(row + 1, y + half)), scale: 1 };
}

/** What to ask for: more than is needed on every side, in whole pixels, and not larger than a part may be. */
export function regionFor(needed: NeededPart, image: Size): FrameRegion {
  const scale = Math.min(1, Math.ceil(needed.scale * stepsOfScale) / stepsOfScale);
  const [left, right] = widened(needed.left, needed.right, image.width, scale);
  const [top, bottom] = widened(needed.top, needed.bottom, image.height, scale);
  const made = Math.min(scale, mostPartPixels / (right - left), mostPartPixels / (bottom - top));
  const pixels = (length: number) => Math.min(mostPartPixels, Math.max(1, Math.round(length * made)));
  return { left, top, width: right - left, height: bottom - top, outWidth: pixels(right - left), outHeight: pixels(bottom - top) };
}

function widened(start: number, end: number, extent: number, scale: number): readonly [number, number] {
  const room = Math.max(0, mostPartPixels / scale - (end - start) - 2) / 2;
  const by = Math.min((end - start) * margin, room);
  return [Math.max(0, Math.floor(start - by)), Math.min(extent, Math.ceil(end + by))];
}

/** Whether a part shows all that is needed, as sharp as one may be. */
export function isEnough(part: FrameRegion, needed: NeededPart): boolean {
  const covers = part.left <= needed.left && part.top <= needed.top && part.left + part.width >= needed.right && part.top + part.height >= needed.bottom;
  const possible = Math.min(needed.scale, mostPartPixels / part.width, mostPartPixels / part.height);
  // A pixel more or less comes of rounding.
  return covers && part.outWidth + 1 >= part.width * possible && part.outHeight + 1 >= part.height * possible;
}

/** Whether the pixels of a part are the picture's own. */
export function isFull({ width, height, outWidth, outHeight }: FrameRegion): boolean {
  return width === outWidth && height === outHeight;
}
