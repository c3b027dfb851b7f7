import type { GestureEvent, Transition } from '../gesture.ts';
import { freehandIdle } from '../idleStates.ts';

export function onFreehandIdle(event: GestureEvent): Transition {
  if (event.kind !== 'press') return { state: freehandIdle };
  return { state: { tool: 'freehand', gesture: 'drawing', points: [event.point] }, select: null };
}
