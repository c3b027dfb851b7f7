import type { Shape } from '../../../../shared/annotation/layer.ts';
import { moveHandle } from '../../../../shared/annotation/shapeHandles.ts';
import type { GestureEvent, Transition } from '../gesture.ts';
import { selectIdle } from './idle.ts';

/** One handle of the selected shape follows the pointer. */
export interface SelectReshaping {
  readonly tool: 'select';
  readonly gesture: 'reshaping';
  readonly layerId: string;
  readonly original: Shape;
  /** Index into `shapeHandles(original)`. */
  readonly handle: number;
  readonly current: Shape;
}

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
