import type { KeyboardEvent } from 'react';

/** The arrows are the control's that has the focus, not the frames'. */
export function keepArrows(event: KeyboardEvent): void {
  if (!event.key.startsWith('Arrow') || event.shiftKey || !(event.target instanceof Element)) return;
  if (event.target.closest('[role="slider"], [role="radiogroup"]') !== null) event.stopPropagation();
}
