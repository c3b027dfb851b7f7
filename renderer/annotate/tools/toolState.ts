import type { Shape } from '../../../shared/annotation/layer.ts';
import type { ImagePoint } from '../../../shared/geometry/spaces.ts';

/** Nothing is held. */
interface SelectIdle {
  readonly tool: 'select';
  readonly gesture: 'idle';
}

/** A whole shape follows the pointer. */
export interface SelectMoving {
  readonly tool: 'select';
  readonly gesture: 'moving';
  readonly layerId: string;
  readonly original: Shape;
  readonly start: ImagePoint;
  /** `original` itself until the pointer has left the place it was pressed on: a click does not move. */
  readonly current: Shape;
}

/** One handle of the selected shape follows the pointer. */
export interface SelectReshaping {
  readonly tool: 'select';
  readonly gesture: 'reshaping';
  readonly layerId: string;
  readonly original: Shape;
  /** Index into `shapeHandles(original)`. */
  readonly handle: number;
  readonly current: Shape;
}

/** Waits for the first corner. */
interface PolygonIdle {
  readonly tool: 'polygon';
  readonly gesture: 'idle';
}

/** Corners are set one by one; the next one hangs on the pointer. */
export interface PolygonPlacing {
  readonly tool: 'polygon';
  readonly gesture: 'placing';
  /** At least one. */
  readonly points: readonly ImagePoint[];
  readonly pointer: ImagePoint;
}

/** Waits for the first corner. */
interface RectangleIdle {
  readonly tool: 'rectangle';
  readonly gesture: 'idle';
}

/** The opposite corner follows the pointer. */
export interface RectangleStretching {
  readonly tool: 'rectangle';
  readonly gesture: 'stretching';
  readonly start: ImagePoint;
  readonly end: ImagePoint;
}

/** Waits for the tail. */
interface ArrowIdle {
  readonly tool: 'arrow';
  readonly gesture: 'idle';
}

/** The tip follows the pointer. */
export interface ArrowStretching {
  readonly tool: 'arrow';
  readonly gesture: 'stretching';
  readonly start: ImagePoint;
  readonly end: ImagePoint;
}

/** The pen is up. */
interface FreehandIdle {
  readonly tool: 'freehand';
  readonly gesture: 'idle';
}

/** The pen is down. */
export interface FreehandDrawing {
  readonly tool: 'freehand';
  readonly gesture: 'drawing';
  readonly points: readonly ImagePoint[];
}

/** Waits for the place to write at. */
interface TextIdle {
  readonly tool: 'text';
  readonly gesture: 'idle';
}

/** A field is open over the picture. */
export interface TextWriting {
  readonly tool: 'text';
  readonly gesture: 'writing';
  readonly at: ImagePoint;
  /** Line height in image pixels. */
  readonly size: number;
  /** The text that is being rewritten; null: a new one. */
  readonly edited: { readonly layerId: string; readonly shape: Extract<Shape, { kind: 'text' }> } | null;
}

/** Every state of every tool; `tool` and `gesture` name the file that says what happens in it. */
export type ToolState =
  | SelectIdle | SelectMoving | SelectReshaping
  | PolygonIdle | PolygonPlacing
  | RectangleIdle | RectangleStretching
  | ArrowIdle | ArrowStretching
  | FreehandIdle | FreehandDrawing
  | TextIdle | TextWriting;

export type Tool = ToolState['tool'];
