import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameShelf } from '../../../../../../renderer/viewer/frames/video/FrameShelf.ts';

function shelfOf(budget: number) {
  const closed: number[] = [];
  const shelf = new FrameShelf(budget);
  const put = (frame: number, bytes = 1) => shelf.put(frame, { bytes, close: () => closed.push(frame) });
  return { shelf, closed, put };
}

describe('decoded frames within a budget', () => {
  it('lets go of what is farthest, not of what came first', () => {
    const { shelf, closed, put } = shelfOf(4);
    shelf.moveTo(10, -1);
    for (const frame of [10, 6, 7, 8, 9]) put(frame);
    expect(closed).toEqual([6]);
    expect(shelf.inARow(10, -1)).toBe(3);
  });

  it('lets go of what lies behind the travel sooner than of what lies before it', () => {
    const { shelf, closed, put } = shelfOf(3);
    shelf.moveTo(10, 1);
    for (const frame of [10, 13, 9, 11]) put(frame);
    expect(closed).toEqual([9]);
  });

  it('keeps the frame that is wanted, however large', () => {
    const { shelf, closed, put } = shelfOf(3);
    shelf.moveTo(5, 1);
    put(5, 100);
    expect(shelf.has(5)).toBe(true);
    put(6);
    expect(shelf.has(5)).toBe(true);
    expect(closed).toEqual([6]);
  });

  it('never keeps more than its budget but for the wanted frame, and closes every frame once', () => {
    const steps = fc.array(fc.record({ frame: fc.nat(40), bytes: fc.integer({ min: 1, max: 9 }), move: fc.option(fc.nat(40)), back: fc.boolean() }), { maxLength: 80 });
    fc.assert(fc.property(steps, (all) => {
      const open = new Set<object>();
      const shelf = new FrameShelf<{ readonly bytes: number; readonly close: () => void }>(30);
      for (const { frame, bytes, move, back } of all) {
        if (move !== null) shelf.moveTo(move, back ? -1 : 1);
        const shelved = { bytes, close: () => expect(open.delete(shelved)).toBe(true) };
        open.add(shelved);
        shelf.put(frame, shelved);
        expect(shelf.bytes).toBeLessThanOrEqual(30);
      }
      shelf.clear();
      expect(open.size).toBe(0);
      expect(shelf.bytes).toBe(0);
    }));
  });
});
