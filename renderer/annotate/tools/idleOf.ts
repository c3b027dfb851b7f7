import { arrowIdle } from './arrow/idle.ts';
import { freehandIdle } from './freehand/idle.ts';
import { polygonIdle } from './polygon/idle.ts';
import { rectangleIdle } from './rectangle/idle.ts';
import { selectIdle } from './select/idle.ts';
import { textIdle } from './text/idle.ts';
import type { Tool, ToolState } from './toolState.ts';

const idleStates = {
  select: selectIdle, polygon: polygonIdle, rectangle: rectangleIdle, arrow: arrowIdle, freehand: freehandIdle, text: textIdle,
} as const satisfies Record<Tool, ToolState>;

/** Where a tool begins when it is taken up. */
export function idleOf(tool: Tool): ToolState {
  return idleStates[tool];
}
