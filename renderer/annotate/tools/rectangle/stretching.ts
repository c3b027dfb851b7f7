import { rectangleBetween } from '../../../../shared/geometry/rectangleBetween.ts';
import { clickReach } from '../gesture.ts';
import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { rectangleIdle, selectIdle } from '../idleStates.ts';
import type { RectangleStretching } from '../toolState.ts';

export function onRectangleStretching(state: RectangleStretching, event: GestureEvent, context: GestureContext): Transition {
  switch (event.kind) {
    case 'move':
      return { state: { ...state, end: event.point } };
    case 'release': {
      const box = rectangleBetween(state.start, event.point);
      if (Math.min(box.width, box.height) < clickReach(context)) return { state: rectangleIdle };
      return { state: selectIdle, draw: { kind: 'rectangle', id: context.newId(), ...box } };
    }
    case 'cancel':
      return { state: rectangleIdle };
    default:
      return { state };
  }
}
