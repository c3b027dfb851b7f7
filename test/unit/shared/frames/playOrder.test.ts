import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { framesPerSecond } from '../../../../shared/frames/frameClock.ts';
import { markRange, nextPlayed, playModes, type FrameRange, type Played, type PlayMode } from '../../../../shared/frames/playOrder.ts';

function play(start: Played, range: FrameRange, mode: PlayMode, steps: number): number[] {
  const seen: number[] = [];
  let now: Played | null = start;
  for (let step = 0; step < steps && now !== null; step += 1) {
    now = nextPlayed(now, range, mode);
    if (now !== null) seen.push(now.frame);
  }
  return seen;
}

const range = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })).map(([a, b]): FrameRange => ({ from: Math.min(a, b), to: Math.max(a, b) }));

describe('playing', () => {
  it('goes once, round, or back and forth, and shows no end twice', () => {
    const all = { from: 0, to: 3 };
    expect(play({ frame: 0, direction: 1 }, all, 'once', 9)).toEqual([1, 2, 3]);
    expect(play({ frame: 0, direction: 1 }, all, 'loop', 9)).toEqual([1, 2, 3, 0, 1, 2, 3, 0, 1]);
    expect(play({ frame: 0, direction: 1 }, all, 'bounce', 9)).toEqual([1, 2, 3, 2, 1, 0, 1, 2, 3]);
  });

  it('of a range comes into it from outside, and goes on backwards only back and forth', () => {
    expect(play({ frame: 9, direction: 1 }, { from: 2, to: 4 }, 'loop', 5)).toEqual([2, 3, 4, 2, 3]);
    expect(play({ frame: 3, direction: -1 }, { from: 2, to: 4 }, 'bounce', 4)).toEqual([2, 3, 4, 3]);
    expect(play({ frame: 3, direction: -1 }, { from: 2, to: 4 }, 'loop', 2)).toEqual([4, 2]);
    expect(play({ frame: 2, direction: 1 }, { from: 2, to: 2 }, 'loop', 3)).toEqual([]);
  });

  it('never leaves the range once it is in it, and round or back and forth shows every frame of it', () => {
    fc.assert(fc.property(range, fc.constantFrom(...playModes), fc.integer({ min: 0, max: 50 }), fc.constantFrom(-1 as const, 1 as const), ({ from, to }, mode, frame, direction) => {
      const seen = play({ frame, direction }, { from, to }, mode, 3 * (to - from + 2));
      expect(seen.every((one) => one >= from && one <= to)).toBe(true);
      if (mode !== 'once' && from !== to) expect(new Set(seen).size).toBe(to - from + 1);
    }));
  });
});

describe('the range that plays', () => {
  it('has its ends where they were put; an end beyond the other frees the other', () => {
    const from = markRange(null, 'from', 4, 10);
    expect(from).toEqual({ from: 4, to: 9 });
    expect(markRange(from, 'to', 6, 10)).toEqual({ from: 4, to: 6 });
    expect(markRange(from, 'to', 2, 10)).toEqual({ from: 0, to: 2 });
    expect(markRange({ from: 2, to: 5 }, 'from', 7, 10)).toEqual({ from: 7, to: 9 });
    expect(markRange({ from: 2, to: 9 }, 'from', 0, 10)).toBeNull();
  });
});

describe('frames per second', () => {
  it('are the mean over all delays once they are known, as they are shown, and follow the rate', () => {
    expect(framesPerSecond([40, 40, 40], 40, 1)).toBe(25);
    expect(framesPerSecond([50, 150], 50, 1)).toBe(10);
    expect(framesPerSecond([50, 150], 50, 0.25)).toBe(2.5);
    expect(framesPerSecond(null, 20, 2)).toBe(100);
    // 10 ms or nothing is shown for 100 ms.
    expect(framesPerSecond([10, null], null, 1)).toBe(10);
  });
});
