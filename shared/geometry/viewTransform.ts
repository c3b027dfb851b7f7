import type { ScreenPoint } from './spaces.ts';

/** Clockwise, in degrees. */
export type Rotation = 0 | 90 | 180 | 270;

/** One of the eight ways a picture can lie: first mirrored left to right, or not, then turned. */
export interface Orientation {
  readonly rotation: Rotation;
  readonly mirrored: boolean;
}

export const upright: Orientation = { rotation: 0, mirrored: false };

/**
 * How a picture lies on the canvas: screen = offset + scale * rotate(mirror(x, y * pixelAspect)). Pixels that are not square are stretched here and
 * nowhere else: drawings and lengths stay in image pixels.
 */
export interface ViewTransform extends Orientation {
  /** CSS pixels per width of an image pixel, above 0. */
  readonly scale: number;
  /** Height of an image pixel over its width. */
  readonly pixelAspect: number;
  /** Where the image's origin (outer corner of its top left pixel) comes to lie. */
  readonly offset: ScreenPoint;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** In image pixels, and what shape they have. */
export interface PictureSize extends Size {
  /** Height of a pixel over its width; 1: square. */
  readonly pixelAspect: number;
}
