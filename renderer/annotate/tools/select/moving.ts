import { moveShape } from '../../../../shared/annotation/moveShape.ts';
import { distance } from '../../../../shared/geometry/distance.ts';
import { clickReach } from '../gesture.ts';
import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { selectIdle } from '../idleStates.ts';
import type { SelectMoving } from '../toolState.ts';

export function onSelectMoving(state: SelectMoving, event: GestureEvent, context: GestureContext): Transition {
  switch (event.kind) {
    case 'move': {
      const { point } = event;
      if (state.current === state.original && distance(state.start, point) < clickReach(context)) return { state };
      return { state: { ...state, current: moveShape(state.original, point.x - state.start.x, point.y - state.start.y) } };
    }
    case 'release':
      return state.current === state.original ? { state: selectIdle } : { state: selectIdle, update: { layerId: state.layerId, shape: state.current } };
    case 'cancel':
      return { state: selectIdle };
    default:
      return { state };
  }
}
