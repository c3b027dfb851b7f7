import type { Layer, Shape } from '../../../shared/annotation/layer.ts';
import type { ImagePoint } from '../../../shared/geometry/spaces.ts';
import type { ToolState } from './toolState.ts';

export interface Selection {
  readonly layerId: string;
  readonly shapeId: string;
}

/** What a person does to the picture, in image pixels. */
export type GestureEvent =
  | { readonly kind: 'press'; readonly point: ImagePoint }
  | { readonly kind: 'move'; readonly point: ImagePoint }
  | { readonly kind: 'release'; readonly point: ImagePoint }
  | { readonly kind: 'doublePress'; readonly point: ImagePoint }
  /** Enter: done with it. */
  | { readonly kind: 'confirm' }
  /** Escape: not at all. */
  | { readonly kind: 'cancel' }
  /** Backspace: without the last point. */
  | { readonly kind: 'back' }
  | { readonly kind: 'write'; readonly text: string };

/** What a state may look at; it changes nothing of it. */
export interface GestureContext {
  readonly layers: readonly Layer[];
  /** Counted from 0. */
  readonly frame: number;
  readonly selection: Selection | null;
  /** Image pixels per CSS pixel, so that a reach is the same under the finger at every zoom. */
  readonly screenPixel: number;
  /** The middle of what is seen of the picture: where a shape goes that is made without a pointer. */
  readonly centre: ImagePoint;
  readonly newId: () => string;
}

export interface Transition {
  readonly state: ToolState;
  /** A new shape, for the layer that is drawn on. */
  readonly draw?: Shape;
  readonly update?: { readonly layerId: string; readonly shape: Shape };
  readonly remove?: Selection;
  /** null: nothing is selected any more. */
  readonly select?: Selection | null;
}

/** CSS pixels around a line or handle that still count as on it; a gloved finger needs them. */
const reachScreenPixels = 10;

/** In image pixels. */
export function reach(context: GestureContext): number {
  return reachScreenPixels * context.screenPixel;
}

/** Half the size, in image pixels, of a shape that is made without a pointer (Enter). */
export function halfSize(context: GestureContext): number {
  return 60 * context.screenPixel;
}

/** A drag shorter than this (CSS pixels) is a click. */
const clickScreenPixels = 4;

export function clickReach(context: GestureContext): number {
  return clickScreenPixels * context.screenPixel;
}
