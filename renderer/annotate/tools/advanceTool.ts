import { onArrowIdle } from './arrow/idle.ts';
import { onArrowStretching } from './arrow/stretching.ts';
import { onFreehandDrawing } from './freehand/drawing.ts';
import { onFreehandIdle } from './freehand/idle.ts';
import type { GestureContext, GestureEvent, Transition } from './gesture.ts';
import { onPolygonIdle } from './polygon/idle.ts';
import { onPolygonPlacing } from './polygon/placing.ts';
import { onRectangleIdle } from './rectangle/idle.ts';
import { onRectangleStretching } from './rectangle/stretching.ts';
import { onSelectIdle } from './select/idle.ts';
import { onSelectMoving } from './select/moving.ts';
import { onSelectReshaping } from './select/reshaping.ts';
import { onTextIdle } from './text/idle.ts';
import { onTextWriting } from './text/writing.ts';
import type { ToolState } from './toolState.ts';

/** Hands the event to the state's own file. Pure. */
export function advanceTool(state: ToolState, event: GestureEvent, context: GestureContext): Transition {
  switch (state.tool) {
    case 'select':
      if (state.gesture === 'idle') return onSelectIdle(event, context);
      return state.gesture === 'moving' ? onSelectMoving(state, event, context) : onSelectReshaping(state, event);
    case 'polygon':
      return state.gesture === 'idle' ? onPolygonIdle(event, context) : onPolygonPlacing(state, event, context);
    case 'rectangle':
      return state.gesture === 'idle' ? onRectangleIdle(event, context) : onRectangleStretching(state, event, context);
    case 'arrow':
      return state.gesture === 'idle' ? onArrowIdle(event, context) : onArrowStretching(state, event, context);
    case 'freehand':
      return state.gesture === 'idle' ? onFreehandIdle(event) : onFreehandDrawing(state, event, context);
    case 'text':
      return state.gesture === 'idle' ? onTextIdle(event, context) : onTextWriting(state, event, context);
  }
}
