import type { Shape } from '../../../../shared/annotation/layer.ts';
import type { ImagePoint } from '../../../../shared/geometry/spaces.ts';
import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { selectIdle } from '../select/idle.ts';

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

export function onTextWriting(state: TextWriting, event: GestureEvent, context: GestureContext): Transition {
  if (event.kind === 'cancel') return { state: selectIdle };
  if (event.kind !== 'write') return { state };
  const text = event.text.trim();
  const { edited } = state;
  if (edited === null) {
    if (text === '') return { state: selectIdle };
    return { state: selectIdle, draw: { kind: 'text', id: context.newId(), at: { x: state.at.x, y: state.at.y }, text, size: state.size } };
  }
  if (text === '') return { state: selectIdle, remove: { layerId: edited.layerId, shapeId: edited.shape.id }, select: null };
  return text === edited.shape.text ? { state: selectIdle } : { state: selectIdle, update: { layerId: edited.layerId, shape: { ...edited.shape, text } } };
}
