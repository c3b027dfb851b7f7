import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangementsFor, reduceComparison, shownPanes, startComparison, type CompareAction, type CompareState } from '../../../../renderer/compare/compareState.ts';
import type { LookChange } from '../../../../shared/geometry/looking.ts';
import { viewOf } from '../../../../shared/geometry/looking.ts';
import { screenPoint } from '../../../../shared/geometry/spaces.ts';

const viewport = { width: 600, height: 500 };
const sizes = [[1200, 900], [3000, 2250], [640, 480], [900, 1600]].map(([width = 0, height = 0]) => ({ width, height, pixelAspect: 1 }));
const noPicture = { ...viewport, pixelAspect: 1 };

function opened(count: number): CompareState {
  return sizes.slice(0, count).reduce<CompareState>((state, size, pane) => reduceComparison(state, { kind: 'opened', pane, size, frameCount: pane + 1 }), startComparison(count));
}

const after = (state: CompareState, ...actions: readonly CompareAction[]) => actions.reduce(reduceComparison, state);
const look = (change: LookChange): CompareAction => ({ kind: 'look', change, viewport });

const lookChange: fc.Arbitrary<LookChange> = fc.oneof(
  fc.record({ kind: fc.constant('pan' as const), dx: fc.integer({ min: -200, max: 200 }), dy: fc.integer({ min: -200, max: 200 }) }),
  fc.record({ kind: fc.constant('zoom' as const), factor: fc.double({ min: 0.8, max: 1.25, noNaN: true }), anchor: fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 500 })).map(([x, y]) => screenPoint(x, y)) }),
  fc.constant({ kind: 'reorient' as const, change: 'turnRight' as const }),
  fc.constant({ kind: 'reorient' as const, change: 'flipAcross' as const }),
);

describe('pictures that are compared', () => {
  it('linked, keep lying over each other however they are moved, whatever their sizes', () => {
    // The same picture, once at 2.5 times the pixels.
    fc.assert(fc.property(fc.array(lookChange, { maxLength: 12 }), (changes) => {
      const { panes } = after(opened(2), ...changes.map(look));
      const [first, second] = panes.map(({ looking }, index) => viewOf(looking, sizes[index] ?? noPicture, viewport));
      expect(second?.offset.x).toBeCloseTo(first?.offset.x ?? NaN, 4);
      expect(second?.offset.y).toBeCloseTo(first?.offset.y ?? NaN, 4);
      expect((second?.scale ?? NaN) * 2.5).toBeCloseTo(first?.scale ?? NaN, 6);
      expect(second).toMatchObject({ rotation: first?.rotation, mirrored: first?.mirrored });
    }));
  });

  it('apart, only the active one moves; linked again, how they were brought into line stays', () => {
    const start = opened(2);
    const apart = after(start, { kind: 'link' }, { kind: 'activate', pane: 1 }, look({ kind: 'pan', dx: 30, dy: -10 }));
    expect(apart.panes[0]).toEqual(start.panes[0]);
    const together = after(apart, { kind: 'link' }, look({ kind: 'pan', dx: 100, dy: 0 }));
    const offsets = together.panes.map(({ looking }, index) => viewOf(looking, sizes[index] ?? noPicture, viewport).offset);
    expect((offsets[1]?.x ?? NaN) - (offsets[0]?.x ?? NaN)).toBeCloseTo(30, 6);
    expect((offsets[1]?.y ?? NaN) - (offsets[0]?.y ?? NaN)).toBeCloseTo(-10, 6);
  });

  it('lie as many at once as was chosen, in pages around the active one', () => {
    const four = opened(4);
    expect(shownPanes(four)).toEqual([0, 1, 2, 3]);
    expect(shownPanes(after(four, { kind: 'arrange', arrangement: 'two' }, { kind: 'activate', pane: 2 }))).toEqual([2, 3]);
    expect(shownPanes(after(four, { kind: 'arrange', arrangement: 'one' }, { kind: 'activate', pane: 9 }))).toEqual([3]);
    expect(shownPanes(after(opened(3), { kind: 'arrange', arrangement: 'two' }, { kind: 'activate', pane: 2 }))).toEqual([2]);
  });

  it('swipe and blend only where they are two', () => {
    expect(arrangementsFor(2)).toContain('swipe');
    expect(after(opened(3), { kind: 'arrange', arrangement: 'swipe' }).arrangement).toBe('four');
    expect(after(opened(2), { kind: 'arrange', arrangement: 'blend' }, { kind: 'blend', share: 1.4 })).toMatchObject({ arrangement: 'blend', blend: 1 });
    expect(after(opened(2), { kind: 'divide', at: -0.02 }).divider).toBe(0);
  });
});
