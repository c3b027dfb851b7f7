import type { PixelSpacing } from '../description/spacing.ts';

/** Whether anybody knows how large what is seen is in the body. */
export type LifeSize =
  /** Millimetres that a pixel is wide. */
  | { readonly kind: 'known'; readonly pixelWidth: number }
  | { readonly kind: 'unknown'; readonly why: LifeSizeUnknown };

/** `contradictory`: the file says two things of the shape of its pixels, so that at least one length would be wrong. */
export type LifeSizeUnknown = Exclude<PixelSpacing['kind'], 'calibrated'> | 'contradictory';

/** Decimal strings of 16 characters round; more than this is another shape. */
const sameShape = 0.001;

/** @param pixelAspect what the picture is shown with: height of a pixel over its width. */
export function lifeSizeOf(spacing: PixelSpacing, pixelAspect: number): LifeSize {
  if (spacing.kind !== 'calibrated') return { kind: 'unknown', why: spacing.kind };
  const { row, column } = spacing;
  return Math.abs(row / column / pixelAspect - 1) > sameShape ? { kind: 'unknown', why: 'contradictory' } : { kind: 'known', pixelWidth: column };
}

/**
 * How much larger than life the picture is on the screen; 1: as large.
 * @param scale CSS pixels per width of an image pixel. @param pixelsPerMillimetre CSS pixels, of the screen it is on.
 */
export function timesLifeSize(pixelWidth: number, scale: number, pixelsPerMillimetre: number): number {
  return scale / (pixelWidth * pixelsPerMillimetre);
}

/** @returns the scale (CSS pixels per width of an image pixel) that shows the picture life size. */
export function lifeSizeScale(pixelWidth: number, pixelsPerMillimetre: number): number {
  return pixelWidth * pixelsPerMillimetre;
}
