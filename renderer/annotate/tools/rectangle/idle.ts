import type { GestureEvent, Transition } from '../gesture.ts';

/** Waits for the first corner. */
export interface RectangleIdle {
  readonly tool: 'rectangle';
  readonly gesture: 'idle';
}

export const rectangleIdle: RectangleIdle = { tool: 'rectangle', gesture: 'idle' };

export function onRectangleIdle(event: GestureEvent): Transition {
  if (event.kind !== 'press') return { state: rectangleIdle };
  return { state: { tool: 'rectangle', gesture: 'stretching', start: event.point, end: event.point }, select: null };
}
