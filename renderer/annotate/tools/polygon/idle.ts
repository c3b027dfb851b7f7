import type { GestureEvent, Transition } from '../gesture.ts';

/** Waits for the first corner. */
export interface PolygonIdle {
  readonly tool: 'polygon';
  readonly gesture: 'idle';
}

export const polygonIdle: PolygonIdle = { tool: 'polygon', gesture: 'idle' };

export function onPolygonIdle(event: GestureEvent): Transition {
  if (event.kind !== 'press') return { state: polygonIdle };
  return { state: { tool: 'polygon', gesture: 'placing', points: [event.point], pointer: event.point }, select: null };
}
