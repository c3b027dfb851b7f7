import { rectangleBetween } from '../../../../shared/geometry/rectangleBetween.ts';
import type { ImagePoint } from '../../../../shared/geometry/spaces.ts';
import { clickReach } from '../gesture.ts';
import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { selectIdle } from '../select/idle.ts';
import { rectangleIdle } from './idle.ts';

/** The opposite corner follows the pointer. */
export interface RectangleStretching {
  readonly tool: 'rectangle';
  readonly gesture: 'stretching';
  readonly start: ImagePoint;
  readonly end: ImagePoint;
}

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
