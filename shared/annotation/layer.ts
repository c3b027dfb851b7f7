import { z } from 'zod';

/**
 * A drawing on one medium. All coordinates are image pixels: x to the right, y down, origin at the outer corner of the
 * top left pixel of the picture as it is shown upright (EXIF orientation applied), whatever the zoom.
 * The stored form is versioned: `currentLayerVersion` goes up with every change of this file's schemas, with a migration.
 */
export const currentLayerVersion = 1;

const coordinate = z.number().finite();
const imagePointSchema = z.strictObject({ x: coordinate, y: coordinate });
const shapeId = z.uuid();

/** A closed outline; the last point joins the first. */
const polygonSchema = z.strictObject({ kind: z.literal('polygon'), id: shapeId, points: z.array(imagePointSchema).min(3) });
/** `x`, `y` is the top left corner; upright. */
const rectangleSchema = z.strictObject({
  kind: z.literal('rectangle'), id: shapeId, x: coordinate, y: coordinate, width: coordinate.positive(), height: coordinate.positive(),
});
/** Points at `to`. */
const arrowSchema = z.strictObject({ kind: z.literal('arrow'), id: shapeId, from: imagePointSchema, to: imagePointSchema });
/** An open stroke. */
const freehandSchema = z.strictObject({ kind: z.literal('freehand'), id: shapeId, points: z.array(imagePointSchema).min(2) });
/** `at` is the top left corner of the first line; `size` the line height in image pixels. */
const textSchema = z.strictObject({
  kind: z.literal('text'), id: shapeId, at: imagePointSchema, text: z.string().min(1).max(2000), size: coordinate.positive(),
});

export const shapeSchema = z.discriminatedUnion('kind', [polygonSchema, rectangleSchema, arrowSchema, freehandSchema, textSchema]);
export type Shape = z.infer<typeof shapeSchema>;

/** Okabe & Ito's colours, told apart with any kind of colour vision. https://jfly.uni-koeln.de/color/ */
export const layerColours = ['#E69F00', '#56B4E9', '#009E73', '#F0E442', '#0072B2', '#D55E00', '#CC79A7', '#FFFFFF'] as const;

/** What is drawn beyond this goes to a new layer. */
export const mostShapesPerLayer = 2000;

export const layerSchema = z.strictObject({
  id: z.uuid(),
  name: z.string().min(1).max(120),
  colour: z.enum(layerColours),
  visible: z.boolean(),
  /** Which frame it is drawn on, counted from 0; null: on every frame. */
  frame: z.number().int().nonnegative().nullable(),
  /** The size in pixels of the picture it was drawn on. */
  imageSize: z.strictObject({ width: z.number().int().positive(), height: z.number().int().positive() }),
  shapes: z.array(shapeSchema).max(mostShapesPerLayer),
  /** The name that stands under the note. */
  author: z.string(),
  /** Instants, ISO 8601 UTC. */
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Layer = z.infer<typeof layerSchema>;
