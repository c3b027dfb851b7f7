import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameCache } from '../../../../shared/frames/frameCache.ts';
import { prefetchOrder } from '../../../../shared/frames/prefetchOrder.ts';

const frameOf = (bytes: number, closed: string[] = [], name = '') => ({ bytes, close: () => { closed.push(name); } });

describe('the frame cache', () => {
  it('lets the least recently used go first', () => {
    const closed: string[] = [];
    const cache = new FrameCache(30);
    cache.put(1, frameOf(10, closed, 'one'));
    cache.put(2, frameOf(10, closed, 'two'));
    cache.put(3, frameOf(10, closed, 'three'));
    cache.get(1);
    cache.put(4, frameOf(10, closed, 'four'));
    expect(closed).toEqual(['two']);
    expect([1, 2, 3, 4].map((index) => cache.has(index))).toEqual([true, false, true, true]);
  });

  it('does not keep what is larger than the budget, and closes what is replaced', () => {
    const closed: string[] = [];
    const cache = new FrameCache(30);
    cache.put(1, frameOf(31, closed, 'huge'));
    cache.put(2, frameOf(5, closed, 'old'));
    cache.put(2, frameOf(6, closed, 'new'));
    expect(closed).toEqual(['huge', 'old']);
    expect(cache.bytes).toBe(6);
  });

  it('never exceeds its budget and closes every frame exactly once', () => {
    fc.assert(fc.property(fc.array(fc.record({ index: fc.nat(8), bytes: fc.integer({ min: 1, max: 40 }) }), { maxLength: 60 }), (puts) => {
      const cache = new FrameCache(100);
      const counts = puts.map(() => 0);
      puts.forEach(({ index, bytes }, order) => {
        cache.put(index, { bytes, close: () => { counts[order] = (counts[order] ?? 0) + 1; } });
        expect(cache.bytes).toBeLessThanOrEqual(100);
      });
      cache.clear();
      expect(cache.bytes).toBe(0);
      expect(counts.every((count) => count === 1)).toBe(true);
    }));
  });
});

describe('looking ahead', () => {
  it('goes in the direction of travel, round the end, and one behind', () => {
    expect(prefetchOrder(2, 1, 10, 3)).toEqual([3, 4, 5, 1]);
    expect(prefetchOrder(1, -1, 10, 3)).toEqual([0, 9, 8, 2]);
  });
  it('never asks for what is shown, nor twice', () => {
    expect(prefetchOrder(0, 1, 2, 6)).toEqual([1]);
    expect(prefetchOrder(0, 1, 1, 6)).toEqual([]);
  });
});
