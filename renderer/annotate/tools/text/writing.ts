import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { selectIdle } from '../idleStates.ts';
import type { TextWriting } from '../toolState.ts';

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
