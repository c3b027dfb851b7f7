import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { textIdle } from '../idleStates.ts';

/** Line height of a new text in CSS pixels at the zoom it is written at. */
const newTextScreenPixels = 22;

/** On release: a field that opens under a pressed pointer would lose the focus to what the press does next. */
export function onTextIdle(event: GestureEvent, context: GestureContext): Transition {
  if (event.kind !== 'release' && event.kind !== 'confirm') return { state: textIdle };
  const at = event.kind === 'release' ? event.point : context.centre;
  return { state: { tool: 'text', gesture: 'writing', at, size: newTextScreenPixels * context.screenPixel, edited: null }, select: null };
}
