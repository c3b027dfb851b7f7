import type { Shape } from '../../../../shared/annotation/layer.ts';
import { moveShape } from '../../../../shared/annotation/moveShape.ts';
import { distance } from '../../../../shared/geometry/distance.ts';
import type { ImagePoint } from '../../../../shared/geometry/spaces.ts';
import { clickReach } from '../gesture.ts';
import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { selectIdle } from './idle.ts';

/** A whole shape follows the pointer. */
export interface SelectMoving {
  readonly tool: 'select';
  readonly gesture: 'moving';
  readonly layerId: string;
  readonly original: Shape;
  readonly start: ImagePoint;
  /** `original` itself until the pointer has left the place it was pressed on: a click does not move. */
  readonly current: Shape;
}

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
