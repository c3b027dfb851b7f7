import { halfSize } from '../gesture.ts';
import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { arrowIdle, selectIdle } from '../idleStates.ts';

export function onArrowIdle(event: GestureEvent, context: GestureContext): Transition {
  if (event.kind === 'confirm') {
    const { x, y } = context.centre;
    const half = halfSize(context);
    return { state: selectIdle, draw: { kind: 'arrow', id: context.newId(), from: { x: x + half, y: y - half }, to: { x, y } } };
  }
  if (event.kind !== 'press') return { state: arrowIdle };
  return { state: { tool: 'arrow', gesture: 'stretching', start: event.point, end: event.point }, select: null };
}
