import { describe, expect, it } from 'vitest';
import type { Shape } from '../../../../../shared/annotation/layer.ts';
import { draftOf } from '../../../../../renderer/annotate/tools/draftOf.ts';
import { idleOf } from '../../../../../renderer/annotate/tools/idleStates.ts';
import { at, contextWith, layerId, layerWith, play } from './gestures.ts';

const idle = idleOf('select');
const box: Shape = { kind: 'rectangle', id: '33333333-3333-4333-8333-333333333333', x: 20, y: 20, width: 60, height: 60 };
const words: Shape = { kind: 'text', id: '44444444-4444-4444-8444-444444444444', at: { x: 120, y: 120 }, text: 'slough', size: 12 };
const layer = layerWith(box, words);
const context = contextWith({ layers: [layer] });
const selected = contextWith({ layers: [layer], selection: { layerId, shapeId: box.id } });

describe('select', () => {
  it('takes what lies under the pointer, and nothing where nothing lies', () => {
    expect(play(idle, [at('press', 50, 50)], context)).toMatchObject({ state: { gesture: 'moving' }, select: { layerId, shapeId: box.id } });
    expect(play(idle, [at('press', 110, 20)], context)).toEqual({ state: idle, select: null });
    expect(play(idle, [at('press', 50, 50)], contextWith({ layers: [layer], frame: 1 }))).toEqual({ state: idle, select: null });
  });

  it('reaches farther in the picture when it is zoomed out', () => {
    expect(play(idle, [at('press', 98, 50)], context).select).toBeNull();
    expect(play(idle, [at('press', 98, 50)], { ...context, screenPixel: 2 }).select).toMatchObject({ shapeId: box.id });
  });

  it('moves a shape with the pointer, in one change', () => {
    const events = [at('press', 50, 50), at('move', 52, 51), at('move', 60, 45)];
    expect(draftOf(play(idle, events, context).state)).toMatchObject({ replaces: box.id, shape: { x: 30, y: 15 } });
    expect(play(idle, [...events, at('release', 60, 45)], context)).toEqual({ state: idle, update: { layerId, shape: { ...box, x: 30, y: 15 } } });
  });

  it('does not move for a click with a trembling hand', () => {
    expect(play(idle, [at('press', 50, 50), at('move', 52, 52), at('release', 52, 52)], context)).toEqual({ state: idle });
  });

  it('pulls a handle of what is selected rather than what lies under it', () => {
    const events = [at('press', 82, 79), at('move', 100, 90)];
    expect(play(idle, events.slice(0, 1), selected).state).toMatchObject({ gesture: 'reshaping', handle: 2 });
    expect(play(idle, [...events, at('release', 100, 90)], selected)).toEqual({ state: idle, update: { layerId, shape: { ...box, width: 80, height: 70 } } });
    expect(play(idle, [at('press', 82, 79), at('release', 82, 79)], selected)).toEqual({ state: idle });
  });

  it('has no handles of a shape on another frame', () => {
    expect(play(idle, [at('press', 82, 79)], { ...selected, frame: 3 })).toEqual({ state: idle, select: null });
  });

  it.each([['moving', context, 50, 50], ['reshaping', selected, 80, 80]] as const)('Escape while %s leaves the shape as it was', (_, within, x, y) => {
    expect(play(idle, [at('press', x, y), at('move', 150, 150), { kind: 'cancel' }], within)).toEqual({ state: idle });
  });

  it.each([['moving', context, 50, 50], ['reshaping', selected, 80, 80]] as const)('%s goes on through what it does not know', (gesture, within, x, y) => {
    expect(play(idle, [at('press', x, y), { kind: 'confirm' }], within).state).toMatchObject({ gesture });
  });

  it('Escape at rest selects nothing; other keys do nothing', () => {
    expect(play(idle, [{ kind: 'cancel' }], selected)).toEqual({ state: idle, select: null });
    expect(play(idle, [{ kind: 'back' }], selected)).toEqual({ state: idle });
  });

  it('opens a text by a double press, and nothing else', () => {
    expect(play(idle, [at('doublePress', 125, 125)], context).state).toMatchObject({ tool: 'text', gesture: 'writing', edited: { layerId, shape: words } });
    expect(play(idle, [at('doublePress', 50, 50)], context)).toEqual({ state: idle });
  });
});
