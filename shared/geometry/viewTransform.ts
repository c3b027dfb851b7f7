import type { ScreenPoint } from './spaces.ts';

/** Clockwise, in degrees. */
export type Rotation = 0 | 90 | 180 | 270;

/** How a picture lies on the canvas: screen = offset + scale * rotate(image). */
export interface ViewTransform {
  /** CSS pixels per image pixel, above 0. */
  readonly scale: number;
  readonly rotation: Rotation;
  /** Where the image's origin (outer corner of its top left pixel) comes to lie. */
  readonly offset: ScreenPoint;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}
