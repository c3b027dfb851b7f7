import { moveHandle } from '../../../../shared/annotation/shapeHandles.ts';
import type { GestureEvent, Transition } from '../gesture.ts';
import { selectIdle } from '../idleStates.ts';
import type { SelectReshaping } from '../toolState.ts';

export function onSelectReshaping(state: SelectReshaping, event: GestureEvent): Transition {
  switch (event.kind) {
    case 'move':
      return { state: { ...state, current: moveHandle(state.original, state.handle, event.point) } };
    case 'release':
      return state.current === state.original ? { state: selectIdle } : { state: selectIdle, update: { layerId: state.layerId, shape: state.current } };
    case 'cancel':
      return { state: selectIdle };
    default:
      return { state };
  }
}
