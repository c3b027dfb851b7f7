import type { Layer, Shape } from '../layer.ts';

/** One change of the drawings on a medium. Every command has an exact inverse, which is a command itself. */
export type Command =
  /** `index`: its place in the stack; the last is on top. */
  | { readonly kind: 'addShape'; readonly layerId: string; readonly shape: Shape; readonly index: number }
  | { readonly kind: 'removeShape'; readonly layerId: string; readonly shapeId: string }
  /** Moved, reshaped or rewritten: the shape with this id becomes `shape`. */
  | { readonly kind: 'updateShape'; readonly layerId: string; readonly shape: Shape }
  | { readonly kind: 'addLayer'; readonly layer: Layer; readonly index: number }
  | { readonly kind: 'removeLayer'; readonly layerId: string }
  | { readonly kind: 'changeLayer'; readonly layerId: string; readonly changes: LayerChange }
  | { readonly kind: 'reorderLayer'; readonly layerId: string; readonly index: number };

/** Rename, recolour, hide, bind to another frame. */
export type LayerChange = Partial<Pick<Layer, 'name' | 'colour' | 'visible' | 'frame'>>;
