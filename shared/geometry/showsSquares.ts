import type { ViewTransform } from './viewTransform.ts';

/**
 * Pixels of the screen, along the shorter side of one of the picture. From here on single pixels are what is looked at; below it a picture of few
 * pixels (CT, ultrasound) is smooth, as on other workstations: edges of squares are no finding, and hide what is one.
 */
const inspectedSide = 8;

/**
 * Whether each pixel is shown as one square of one colour, or the picture between them is interpolated. Only how it is drawn: measures, the pixel
 * probe and windows go by the pixels themselves.
 * @param pixelRatio pixels of the screen for one of CSS. @param wanted somebody wants to see squares from actual size on.
 */
export function showsSquares({ scale, pixelAspect }: Pick<ViewTransform, 'scale' | 'pixelAspect'>, pixelRatio: number, wanted: boolean): boolean {
  return scale * pixelRatio * Math.min(1, pixelAspect) >= (wanted ? 1 : inspectedSide);
}
