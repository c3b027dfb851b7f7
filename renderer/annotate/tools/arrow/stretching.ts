import { distance } from '../../../../shared/geometry/distance.ts';
import { clickReach } from '../gesture.ts';
import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { arrowIdle, selectIdle } from '../idleStates.ts';
import type { ArrowStretching } from '../toolState.ts';

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
