import { describe, expect, it } from 'vitest';
import { shapeSchema } from '../../../../../shared/annotation/layer.ts';
import { draftOf } from '../../../../../renderer/annotate/tools/draftOf.ts';
import type { GestureEvent } from '../../../../../renderer/annotate/tools/gesture.ts';
import { idleOf } from '../../../../../renderer/annotate/tools/idleStates.ts';
import type { Tool } from '../../../../../renderer/annotate/tools/toolState.ts';
import { at, contextWith, layerId, newShapeId, play } from './gestures.ts';

const select = idleOf('select');

describe('polygon', () => {
  const corners = [at('press', 10, 10), at('press', 60, 10), at('press', 60, 60)];
  const points = [{ x: 10, y: 10 }, { x: 60, y: 10 }, { x: 60, y: 60 }];

  it.each<[string, readonly GestureEvent[]]>([
    ['Enter', [{ kind: 'confirm' }]], ['a double press', [at('press', 60, 60), at('doublePress', 60, 60)]], ['a press on the first corner', [at('press', 12, 13)]],
  ])('is closed by %s', (_, end) => {
    expect(play(idleOf('polygon'), [...corners, ...end])).toEqual({ state: select, draw: { kind: 'polygon', id: newShapeId, points } });
  });

  it('needs three corners', () => {
    const { state, draw } = play(idleOf('polygon'), [...corners.slice(0, 2), at('doublePress', 60, 10)]);
    expect(draw).toBeUndefined();
    expect(state).toMatchObject({ gesture: 'placing', points: points.slice(0, 2) });
  });

  it('takes corners back, to the first and beyond', () => {
    expect(play(idleOf('polygon'), [...corners, { kind: 'back' }]).state).toMatchObject({ points: points.slice(0, 2) });
    expect(play(idleOf('polygon'), [...corners.slice(0, 1), { kind: 'back' }]).state).toBe(idleOf('polygon'));
  });

  it('shows itself open, up to the pointer', () => {
    expect(draftOf(play(idleOf('polygon'), [...corners, at('move', 30, 80)]).state)).toMatchObject({ replaces: null, shape: { kind: 'freehand', points: [...points, { x: 30, y: 80 }] } });
  });

  it('starts with what was selected let go', () => {
    expect(play(idleOf('polygon'), corners.slice(0, 1)).select).toBeNull();
  });
});

describe('rectangle', () => {
  it('lies between where the pointer was pressed and let go', () => {
    expect(play(idleOf('rectangle'), [at('press', 50, 60), at('move', 30, 30), at('release', 20, 10)])).toEqual({
      state: select, draw: { kind: 'rectangle', id: newShapeId, x: 20, y: 10, width: 30, height: 50 },
    });
  });
  it('is none after a click', () => {
    expect(play(idleOf('rectangle'), [at('press', 50, 60), at('release', 51, 90)])).toEqual({ state: idleOf('rectangle') });
  });
  it('shows itself while it is stretched', () => {
    expect(draftOf(play(idleOf('rectangle'), [at('press', 50, 60), at('move', 40, 70)]).state)).toMatchObject({ shape: { kind: 'rectangle', x: 40, y: 60, width: 10, height: 10 } });
  });
});

describe('arrow', () => {
  it('points to where the pointer is let go', () => {
    expect(play(idleOf('arrow'), [at('press', 5, 5), at('move', 9, 9), at('release', 40, 5)])).toEqual({
      state: select, draw: { kind: 'arrow', id: newShapeId, from: { x: 5, y: 5 }, to: { x: 40, y: 5 } },
    });
  });
  it('is none after a click', () => {
    expect(play(idleOf('arrow'), [at('press', 5, 5), at('release', 6, 6)])).toEqual({ state: idleOf('arrow') });
  });
  it('shows itself while it is stretched', () => {
    expect(draftOf(play(idleOf('arrow'), [at('press', 5, 5), at('move', 9, 30)]).state)).toMatchObject({ shape: { kind: 'arrow', to: { x: 9, y: 30 } } });
  });
});

describe('freehand', () => {
  it('keeps the way of the hand without what nobody sees, and the pen in it', () => {
    const transition = play(idleOf('freehand'), [at('press', 0, 0), at('move', 10, 0.1), at('move', 20, 0), at('move', 20, 10), at('release', 20, 20)]);
    expect(transition).toEqual({ state: idleOf('freehand'), draw: { kind: 'freehand', id: newShapeId, points: [{ x: 0, y: 0 }, { x: 20, y: 0 }, { x: 20, y: 20 }] } });
  });
  it('is none where the pen did not move', () => {
    expect(play(idleOf('freehand'), [at('press', 3, 3), at('release', 3, 3)])).toEqual({ state: idleOf('freehand') });
  });
  it('shows itself while it is drawn', () => {
    expect(draftOf(play(idleOf('freehand'), [at('press', 0, 0), at('move', 5, 5)]).state)).toMatchObject({ shape: { points: [{ x: 0, y: 0 }, { x: 5, y: 5 }] } });
  });
});

describe('text', () => {
  const open = [at('press', 30, 40), at('release', 30, 40)];
  it('is written where the pointer was let go', () => {
    expect(play(idleOf('text'), open).state).toMatchObject({ gesture: 'writing', at: { x: 30, y: 40 }, edited: null });
    expect(play(idleOf('text'), [...open, { kind: 'write', text: '  slough \n' }])).toEqual({
      state: select, draw: { kind: 'text', id: newShapeId, at: { x: 30, y: 40 }, text: 'slough', size: 22 },
    });
  });
  it('without words is none', () => {
    expect(play(idleOf('text'), [...open, { kind: 'write', text: '   ' }])).toEqual({ state: select });
  });

  const shape = { kind: 'text' as const, id: newShapeId, at: { x: 0, y: 0 }, text: 'old', size: 10 };
  const edited = { tool: 'text' as const, gesture: 'writing' as const, at: shape.at, size: 10, edited: { layerId, shape } };
  it('rewritten is the same shape with other words, hidden while the field shows them', () => {
    expect(play(edited, [{ kind: 'write', text: 'new' }])).toEqual({ state: select, update: { layerId, shape: { ...shape, text: 'new' } } });
    expect(play(edited, [{ kind: 'write', text: 'old' }])).toEqual({ state: select });
    expect(draftOf(edited)).toMatchObject({ replaces: newShapeId, shape: { text: ' ' } });
  });
  it('rewritten to nothing goes', () => {
    expect(play(edited, [{ kind: 'write', text: '' }])).toEqual({ state: select, remove: { layerId, shapeId: newShapeId }, select: null });
  });
});

describe('every drawing tool', () => {
  const begun: Record<Exclude<Tool, 'select'>, readonly GestureEvent[]> = {
    polygon: [at('press', 10, 10), at('press', 60, 10), at('press', 60, 60)], rectangle: [at('press', 0, 0), at('move', 50, 50)],
    arrow: [at('press', 0, 0), at('move', 50, 50)], freehand: [at('press', 0, 0), at('move', 50, 50)], text: [at('release', 10, 10)],
  };

  it.each(Object.entries(begun) as [Exclude<Tool, 'select'>, readonly GestureEvent[]][])('%s: Escape drops what was begun', (tool, events) => {
    const transition = play(idleOf(tool), [...events, { kind: 'cancel' }]);
    expect(transition.draw).toBeUndefined();
    expect(transition.state.gesture).toBe('idle');
  });

  it.each(['polygon', 'rectangle', 'arrow'] as const)('%s: Enter puts a valid shape in the middle, without a pointer', (tool) => {
    const { draw, state } = play(idleOf(tool), [{ kind: 'confirm' }]);
    expect(state).toBe(select);
    expect(shapeSchema.safeParse(draw).success).toBe(true);
  });

  it('text: Enter opens the field in the middle', () => {
    expect(play(idleOf('text'), [{ kind: 'confirm' }], contextWith()).state).toMatchObject({ gesture: 'writing', at: { x: 100, y: 100 } });
  });

  it.each(Object.keys(begun) as Exclude<Tool, 'select'>[])('%s at rest minds nothing else', (tool) => {
    expect(play(idleOf(tool), [at('move', 3, 3), { kind: 'back' }, { kind: 'write', text: 'x' }])).toEqual({ state: idleOf(tool) });
    expect(draftOf(idleOf(tool))).toBeNull();
  });

  it.each(Object.entries(begun) as [Exclude<Tool, 'select'>, readonly GestureEvent[]][])('%s: begun, minds no words that are not its own', (tool, events) => {
    const before = play(idleOf(tool), events).state;
    const stray: GestureEvent = tool === 'text' ? at('move', 1, 1) : { kind: 'write', text: 'x' };
    expect(play(before, [stray]).state).toEqual(before);
  });
});
