import type { Shape } from '../../../../shared/annotation/layer.ts';
import { halfSize } from '../gesture.ts';
import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { polygonIdle, selectIdle } from '../idleStates.ts';

export function onPolygonIdle(event: GestureEvent, context: GestureContext): Transition {
  if (event.kind === 'confirm') return { state: selectIdle, draw: diamond(context) };
  if (event.kind !== 'press') return { state: polygonIdle };
  return { state: { tool: 'polygon', gesture: 'placing', points: [event.point], pointer: event.point }, select: null };
}

function diamond(context: GestureContext): Shape {
  const { x, y } = context.centre;
  const half = halfSize(context);
  return { kind: 'polygon', id: context.newId(), points: [{ x, y: y - half }, { x: x + half, y }, { x, y: y + half }, { x: x - half, y }] };
}
