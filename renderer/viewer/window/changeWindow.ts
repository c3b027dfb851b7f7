import type { TablePreset, Window } from '../../../shared/dicom/display/voi.ts';

/** Where a window begins that a table or a sigmoid was before it is dragged. In the modality's unit. */
export interface WindowRange {
  readonly centre: number;
  readonly width: number;
}

/** Width at which one pixel of the hand is one step; wider windows move faster, so that each is crossed in about as much of the hand. */
const pixelsAcross = 400;

/**
 * Drags a window: to the right wider, downwards a higher centre (darker), both in the modality's unit.
 * @param dx pixels of the screen. @param dy the same.
 */
export function dragWindow({ centre, width }: WindowRange, dx: number, dy: number): Window {
  const step = Math.max(width, least) / pixelsAcross;
  return { kind: 'window', centre: rounded(centre + dy * step, step), width: Math.max(least, rounded(width + dx * step, step)), shape: 'linearExact', name: null };
}

const least = 1e-6;

/** To a hundredth of a step: decimals that nobody sees are not written in the corner either. */
function rounded(value: number, step: number): number {
  const digits = Math.max(0, Math.min(9, 2 - Math.floor(Math.log10(step))));
  return Number(value.toFixed(digits));
}

/** What a preset spans; a table from its first entry to its last. */
export function rangeOf(preset: Window | TablePreset): WindowRange {
  if (preset.kind === 'window') return preset;
  const { first, entries } = preset.table;
  return { centre: first + (entries.length - 1) / 2, width: Math.max(1, entries.length - 1) };
}
