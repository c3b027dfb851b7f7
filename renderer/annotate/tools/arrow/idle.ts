import type { GestureEvent, Transition } from '../gesture.ts';

/** Waits for the tail. */
export interface ArrowIdle {
  readonly tool: 'arrow';
  readonly gesture: 'idle';
}

export const arrowIdle: ArrowIdle = { tool: 'arrow', gesture: 'idle' };

export function onArrowIdle(event: GestureEvent): Transition {
  if (event.kind !== 'press') return { state: arrowIdle };
  return { state: { tool: 'arrow', gesture: 'stretching', start: event.point, end: event.point }, select: null };
}
