import { describe, expect, it } from 'vitest';
import { linkedWindow, type PaneWindow } from '../../../../renderer/compare/linkedWindow.ts';

/** A window that writes down what was done to it. */
function recorded(done: string[], name: string, unit: string | null): PaneWindow {
  const say = (what: string) => () => { done.push(`${name} ${what}`); };
  return {
    facts: { words: name, unit, presets: [] },
    window: {
      shown: null, look: { preset: null, inverted: false }, inverted: false, chosen: false, show: () => Promise.resolve(true),
      invert: say('inverted'), reset: say('reset'), choose: ({ name: preset }) => { done.push(`${name} ${String(preset)}`); }, drag: (dx, dy) => { done.push(`${name} ${String(dx)} ${String(dy)}`); },
    },
  };
}

const brain = { kind: 'window', centre: 40, width: 80, shape: 'linear', name: 'Brain' } as const;

describe('one window for several pictures', () => {
  it('does to all that are meant what is done to it, and leaves colour and the rest alone', () => {
    const done: string[] = [];
    const panes = new Map([[1, recorded(done, 'b', 'HU')], [3, recorded(done, 'd', 'HU')]]);
    const all = linkedWindow(panes, [0, 1, 2, 3], 0);
    // The active one is a photograph: the first that is grey leads.
    expect(all?.facts.words).toBe('b');
    all?.window.drag(5, -2);
    all?.window.invert();
    expect(done.splice(0)).toEqual(['b 5 -2', 'd 5 -2', 'b inverted', 'd inverted']);
    expect(linkedWindow(panes, [0, 1, 2, 3], 3)?.facts.words).toBe('d');
    linkedWindow(panes, [3], 3)?.window.reset();
    expect(done).toEqual(['d reset']);
  });

  it('gives a preset only to those of the same unit', () => {
    const done: string[] = [];
    const panes = new Map([[0, recorded(done, 'ct', 'HU')], [1, recorded(done, 'mr', null)], [2, recorded(done, 'other ct', 'HU')]]);
    linkedWindow(panes, [0, 1, 2], 0)?.window.choose(brain);
    expect(done).toEqual(['ct Brain', 'other ct Brain']);
  });

  it('is none where nothing that is meant is grey', () => {
    expect(linkedWindow(new Map(), [0, 1], 0)).toBeNull();
    expect(linkedWindow(new Map([[1, recorded([], 'b', null)]]), [0], 0)).toBeNull();
  });
});
