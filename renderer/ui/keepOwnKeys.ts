import type { KeyboardEvent } from 'react';

/** Arrows, and a slider's Home and End, are the control's that has the focus, not the frames'. */
export function keepOwnKeys(event: KeyboardEvent): void {
  if (event.shiftKey || !(event.target instanceof Element)) return;
  const controls = event.key.startsWith('Arrow') ? '[role="slider"], [role="radiogroup"]' : event.key === 'Home' || event.key === 'End' ? '[role="slider"]' : null;
  if (controls !== null && event.target.closest(controls) !== null) event.stopPropagation();
}
