import type { Shape } from '../../../shared/annotation/layer.ts';
import { rectangleBetween } from '../../../shared/geometry/rectangleBetween.ts';
import type { ToolState } from './toolState.ts';

export interface Draft {
  readonly shape: Shape;
  /** The shape it stands for while it is changed; null: it is new. */
  readonly replaces: string | null;
}

const draftId = '00000000-0000-4000-8000-000000000000';

/** What is to be seen of a gesture before it is done. A polygon is still open: a stroke through its corners to the pointer. */
export function draftOf(state: ToolState): Draft | null {
  switch (state.gesture) {
    case 'idle':
      return null;
    case 'moving':
    case 'reshaping':
      return { shape: state.current, replaces: state.original.id };
    case 'placing':
      return { shape: { kind: 'freehand', id: draftId, points: [...state.points, state.pointer] }, replaces: null };
    case 'stretching':
      return {
        shape: state.tool === 'arrow' ? { kind: 'arrow', id: draftId, from: state.start, to: state.end } : { kind: 'rectangle', id: draftId, ...rectangleBetween(state.start, state.end) },
        replaces: null,
      };
    case 'drawing':
      return { shape: { kind: 'freehand', id: draftId, points: [...state.points] }, replaces: null };
    case 'writing':
      // The open field shows the text itself.
      return state.edited === null ? null : { shape: { ...state.edited.shape, text: ' ' }, replaces: state.edited.shape.id };
  }
}
