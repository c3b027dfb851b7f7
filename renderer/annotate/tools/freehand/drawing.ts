import { simplifyStroke } from '../../../../shared/geometry/simplifyStroke.ts';
import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { freehandIdle } from '../idleStates.ts';
import type { FreehandDrawing } from '../toolState.ts';

/** Half a CSS pixel: nobody sees the points that are left out. */
const invisible = 0.5;

export function onFreehandDrawing(state: FreehandDrawing, event: GestureEvent, context: GestureContext): Transition {
  switch (event.kind) {
    case 'move':
      return { state: { ...state, points: [...state.points, event.point] } };
    case 'release': {
      const points = simplifyStroke([...state.points, event.point], invisible * context.screenPixel);
      const [first, ...rest] = points;
      const moved = first !== undefined && rest.some(({ x, y }) => x !== first.x || y !== first.y);
      // The pen stays in the hand: strokes come in numbers.
      return moved ? { state: freehandIdle, draw: { kind: 'freehand', id: context.newId(), points } } : { state: freehandIdle };
    }
    case 'cancel':
      return { state: freehandIdle };
    default:
      return { state };
  }
}
