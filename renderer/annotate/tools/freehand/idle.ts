import type { GestureEvent, Transition } from '../gesture.ts';

/** The pen is up. */
export interface FreehandIdle {
  readonly tool: 'freehand';
  readonly gesture: 'idle';
}

export const freehandIdle: FreehandIdle = { tool: 'freehand', gesture: 'idle' };

export function onFreehandIdle(event: GestureEvent): Transition {
  if (event.kind !== 'press') return { state: freehandIdle };
  return { state: { tool: 'freehand', gesture: 'drawing', points: [event.point] }, select: null };
}
