/**
 * Points and lengths carry their space in the type, so that a screen pixel never becomes an image pixel unnoticed.
 * Constructors are the only way in.
 */
declare const space: unique symbol;

/** Image pixels: origin at the top left corner of the upright picture, y down. */
export type ImagePoint = { readonly x: number; readonly y: number; readonly [space]?: 'image' };
/** CSS pixels of the viewer's canvas: origin at its top left corner, y down. */
export type ScreenPoint = { readonly x: number; readonly y: number; readonly [space]: 'screen' };

export function imagePoint(x: number, y: number): ImagePoint {
  return { x, y };
}

export function screenPoint(x: number, y: number): ScreenPoint {
  return { x, y } as ScreenPoint;
}
