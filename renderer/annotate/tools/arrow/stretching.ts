import { distance } from '../../../../shared/geometry/distance.ts';
import type { ImagePoint } from '../../../../shared/geometry/spaces.ts';
import { clickReach } from '../gesture.ts';
import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { selectIdle } from '../select/idle.ts';
import { arrowIdle } from './idle.ts';

/** The tip follows the pointer. */
export interface ArrowStretching {
  readonly tool: 'arrow';
  readonly gesture: 'stretching';
  readonly start: ImagePoint;
  readonly end: ImagePoint;
}

export function onArrowStretching(state: ArrowStretching, event: GestureEvent, context: GestureContext): Transition {
  switch (event.kind) {
    case 'move':
      return { state: { ...state, end: event.point } };
    case 'release':
      if (distance(state.start, event.point) < clickReach(context)) return { state: arrowIdle };
      return { state: selectIdle, draw: { kind: 'arrow', id: context.newId(), from: state.start, to: event.point } };
    case 'cancel':
      return { state: arrowIdle };
    default:
      return { state };
  }
}
