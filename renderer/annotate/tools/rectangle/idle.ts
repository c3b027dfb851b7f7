import { halfSize } from '../gesture.ts';
import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { rectangleIdle, selectIdle } from '../idleStates.ts';

export function onRectangleIdle(event: GestureEvent, context: GestureContext): Transition {
  if (event.kind === 'confirm') {
    const { x, y } = context.centre;
    const half = halfSize(context);
    return { state: selectIdle, draw: { kind: 'rectangle', id: context.newId(), x: x - half, y: y - half, width: 2 * half, height: 2 * half } };
  }
  if (event.kind !== 'press') return { state: rectangleIdle };
  return { state: { tool: 'rectangle', gesture: 'stretching', start: event.point, end: event.point }, select: null };
}
