import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameAt, framesPerSecond, frameStart, playbackRates, shownMilliseconds, stepFrame, stepRate, timingOf } from '../../../../shared/frames/frameClock.ts';

const delays = fc.array(fc.integer({ min: 11, max: 500 }), { minLength: 1, maxLength: 60 });

describe('the frame clock', () => {
  it('shows the frame whose time has come, for as long as is left of it', () => {
    expect(frameAt([100, 50, 200], 0, false)).toEqual({ frame: 0, remaining: 100 });
    expect(frameAt([100, 50, 200], 120, false)).toEqual({ frame: 1, remaining: 30 });
    expect(frameAt([100, 50, 200], 150, false)).toEqual({ frame: 2, remaining: 200 });
  });

  it('stays on the last frame, or goes round', () => {
    expect(frameAt([100, 50], 150, false)).toEqual({ frame: 1, remaining: Number.POSITIVE_INFINITY });
    expect(frameAt([100, 50], 150, true)).toEqual({ frame: 0, remaining: 100 });
    expect(frameAt([100, 50], -10, true)).toEqual({ frame: 1, remaining: 10 });
    expect(frameAt([], 5, true)).toEqual({ frame: 0, remaining: Number.POSITIVE_INFINITY });
  });

  it('begins every frame where the ones before it end', () => {
    fc.assert(fc.property(delays, fc.nat(), (list, pick) => {
      const frame = pick % list.length;
      expect(frameAt(list, frameStart(list, frame), false)).toEqual({ frame, remaining: list[frame] });
      expect(frameAt(list, frameStart(list, frame) + frameStart(list, list.length) * 3, true).frame).toBe(frame);
    }));
  });

  it('takes a delay nobody set for a tenth of a second, as every browser does', () => {
    expect([null, 0, 10].map((delay) => shownMilliseconds(delay))).toEqual([100, 100, 100]);
    expect(shownMilliseconds(20)).toBe(20);
  });

  it('takes a video by its word: at 240 frames a second none lasts a tenth', () => {
    expect(timingOf('video/mp4')).toBe('video');
    expect(timingOf('image/gif')).toBe('animation');
    expect([null, 0, 1000 / 240].map((delay) => shownMilliseconds(delay, 'video'))).toEqual([100, 100, 1000 / 240]);
    expect(framesPerSecond([1000 / 240, 1000 / 240], null, 0.5, 'video')).toBeCloseTo(120, 9);
  });
});

describe('stepping', () => {
  it('ends at the ends, or goes round', () => {
    expect(stepFrame(3, 1, 4, false)).toBe(3);
    expect(stepFrame(3, 1, 4, true)).toBe(0);
    expect(stepFrame(0, -1, 4, true)).toBe(3);
    expect(stepFrame(1, -10, 4, false)).toBe(0);
    expect(stepFrame(0, 1, 1, true)).toBe(0);
  });

  it('there and back is where it was', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.integer({ min: -50, max: 50 }), (count, start, by) => {
      const frame = start % count;
      expect(stepFrame(stepFrame(frame, by, count, true), -by, count, true)).toBe(frame);
    }));
  });

  it('through the rates stops at the slowest and the fastest', () => {
    expect(stepRate(1, 1)).toBe(2);
    expect(stepRate(1, -1)).toBe(0.5);
    expect(stepRate(playbackRates[0], -1)).toBe(playbackRates[0]);
    expect(stepRate(4, 1)).toBe(4);
  });
});
