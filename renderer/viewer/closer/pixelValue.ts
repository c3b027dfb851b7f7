/** What one pixel of a picture is. */
export type PixelValue =
  /** As shown, colour profile applied, 0 … 255. */
  | { readonly kind: 'colour'; readonly red: number; readonly green: number; readonly blue: number }
  /** As recorded, and in the unit of the modality (`HU` for example; null: it has none). */
  | { readonly kind: 'grey'; readonly stored: number; readonly value: number; readonly unit: string | null };

/** @returns null where there is no pixel, or a transparent one; `pending`: it is being decoded. Image pixels, whole numbers. */
export type PixelReader = (x: number, y: number) => PixelValue | 'pending' | null;

/** "R 120  G 98  B 88", "−112 HU (stored 912)". */
export function describePixel(pixel: PixelValue): string {
  if (pixel.kind === 'colour') return `R ${String(pixel.red)}  G ${String(pixel.green)}  B ${String(pixel.blue)}`;
  const value = `${String(pixel.value).replace('-', '−')}${pixel.unit === null ? '' : ` ${pixel.unit}`}`;
  return pixel.stored === pixel.value && pixel.unit === null ? value : `${value} (stored ${String(pixel.stored).replace('-', '−')})`;
}
