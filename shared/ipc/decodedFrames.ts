import { z } from 'zod';

/** `grey16`: numbers of 16 bits as recorded, the machine's byte order. `rgba8`: sRGB, opacity not multiplied in. */
export const sampleLayouts = ['grey16', 'rgba8'] as const;
export type SampleLayout = (typeof sampleLayouts)[number];

/**
 * Frames that the main side decodes for the window, because the window's engine cannot: what they are, at `…/media/<id>/frames`, and the
 * samples of one, at `…/media/<id>/frames/<n>`, counted from 0.
 */
export const decodedFramesSchema = z.strictObject({
  /** Counted from the bytes. */
  frames: z.number().int().positive(),
  /** Pixels of the upright picture; of pages that differ, the most of each. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Of a sample as recorded. */
  bits: z.number().int().positive(),
  /** Height of a pixel over its width. */
  pixelAspect: z.number().positive(),
  layout: z.enum(sampleLayouts),
});
export type DecodedFrames = z.infer<typeof decodedFramesSchema>;

/** Of a part's sides: what any graphics card holds as one texture. */
export const mostPartPixels = 4096;

/** A part of a frame, in pixels of the upright picture, and how many pixels are to be made of it. */
export const frameRegionSchema = z.strictObject({
  left: z.number().int().nonnegative(),
  top: z.number().int().nonnegative(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  outWidth: z.number().int().positive().max(mostPartPixels),
  outHeight: z.number().int().positive().max(mostPartPixels),
});
export type FrameRegion = z.infer<typeof frameRegionSchema>;

/** The header that says what the bytes of a frame are: layout, width and height. */
export const frameHeader = 'lightbox-frame';

export interface FrameShape {
  readonly layout: SampleLayout;
  readonly width: number;
  readonly height: number;
}

export function writeFrameShape({ layout, width, height }: FrameShape): string {
  return `${layout} ${String(width)}x${String(height)}`;
}

/** @returns undefined for what is no such header. */
export function readFrameShape(header: string | null): FrameShape | undefined {
  const [, name, width, height] = /^(\w+) (\d+)x(\d+)$/.exec(header ?? '') ?? [];
  const layout = sampleLayouts.find((known) => known === name);
  return layout === undefined ? undefined : { layout, width: Number(width), height: Number(height) };
}

/** In the query of a frame's address. */
export function writeFrameRegion({ left, top, width, height, outWidth, outHeight }: FrameRegion): string {
  return [left, top, width, height, outWidth, outHeight].join(',');
}

/** @returns undefined for what names no region. */
export function readFrameRegion(text: string): FrameRegion | undefined {
  const numbers = /^\d{1,6}(?:,\d{1,6}){5}$/.test(text) ? text.split(',').map(Number) : [];
  const [left, top, width, height, outWidth, outHeight] = numbers;
  const region = frameRegionSchema.safeParse({ left, top, width, height, outWidth, outHeight });
  return region.success ? region.data : undefined;
}
