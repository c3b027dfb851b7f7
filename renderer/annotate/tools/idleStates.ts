import type { Tool, ToolState } from './toolState.ts';

export const selectIdle = { tool: 'select', gesture: 'idle' } as const;
export const polygonIdle = { tool: 'polygon', gesture: 'idle' } as const;
export const rectangleIdle = { tool: 'rectangle', gesture: 'idle' } as const;
export const arrowIdle = { tool: 'arrow', gesture: 'idle' } as const;
export const freehandIdle = { tool: 'freehand', gesture: 'idle' } as const;
export const textIdle = { tool: 'text', gesture: 'idle' } as const;

const idleStates = {
  select: selectIdle, polygon: polygonIdle, rectangle: rectangleIdle, arrow: arrowIdle, freehand: freehandIdle, text: textIdle,
} as const satisfies Record<Tool, ToolState>;

/** Where a tool begins when it is taken up. */
export function idleOf(tool: Tool): ToolState {
  return idleStates[tool];
}
