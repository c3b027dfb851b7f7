import { distance } from '../../../../shared/geometry/distance.ts';
import type { ImagePoint } from '../../../../shared/geometry/spaces.ts';
import { clickReach, reach } from '../gesture.ts';
import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { polygonIdle, selectIdle } from '../idleStates.ts';
import type { PolygonPlacing } from '../toolState.ts';

export function onPolygonPlacing(state: PolygonPlacing, event: GestureEvent, context: GestureContext): Transition {
  switch (event.kind) {
    case 'move':
      return { state: { ...state, pointer: event.point } };
    case 'press':
      return place(state, event.point, context);
    case 'doublePress':
    case 'confirm':
      return close(state, context);
    case 'back':
      return state.points.length === 1 ? { state: polygonIdle } : { state: { ...state, points: state.points.slice(0, -1) } };
    case 'cancel':
      return { state: polygonIdle };
    default:
      return { state };
  }
}

/** On the first corner again closes the outline; twice on the same spot is one corner. */
function place(state: PolygonPlacing, point: ImagePoint, context: GestureContext): Transition {
  const [first] = state.points;
  const last = state.points.at(-1);
  if (first !== undefined && state.points.length >= 3 && distance(first, point) <= reach(context)) return close(state, context);
  if (last !== undefined && distance(last, point) < clickReach(context)) return { state: { ...state, pointer: point } };
  return { state: { ...state, points: [...state.points, point], pointer: point } };
}

function close(state: PolygonPlacing, context: GestureContext): Transition {
  if (state.points.length < 3) return { state };
  return { state: selectIdle, draw: { kind: 'polygon', id: context.newId(), points: [...state.points] } };
}
