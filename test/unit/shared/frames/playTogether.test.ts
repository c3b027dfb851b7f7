import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameAt, frameStart } from '../../../../shared/frames/frameClock.ts';
import { beginAgain, framesTogether, isOver, nextToChange, playOn, startTogether, untilNext, type Clip, type Together } from '../../../../shared/frames/playTogether.ts';

interface Seen {
  readonly at: number;
  readonly frames: readonly number[];
}

const clipOf = (delays: readonly number[]): Clip => ({ frameCount: delays.length, lasts: (frame) => delays[frame] ?? Number.NaN });
const even = (frameCount: number, milliseconds: number) => Array.from({ length: frameCount }, () => milliseconds);

/** What is seen, and when, on a clock that starts with them. */
function played(clips: readonly Clip[], frames: readonly number[], mode: 'once' | 'loop', changes: number): readonly Seen[] {
  const seen: Seen[] = [];
  let together: Together = startTogether(clips, frames);
  for (let change = 0; change < changes && !isOver(together); change += 1) {
    seen.push({ at: together.at, frames: framesTogether(together) });
    together = playOn(together, clips, mode);
  }
  return seen;
}

/** Each frame once, with when it came. */
function ofOne(seen: readonly Seen[], clip: number): readonly { readonly frame: number; readonly at: number }[] {
  return seen.flatMap(({ at, frames }, index) => (index > 0 && seen[index - 1]?.frames[clip] === frames[clip] ? [] : [{ frame: frames[clip] ?? Number.NaN, at }]));
}

describe('media that play together', () => {
  it('of one rate and length keep their distance in frames, round after round', () => {
    const clip = clipOf(even(10, 40));
    const seen = played([clip, clip], [2, 5], 'loop', 200);
    // The one that is ahead begins first and has ended first; in between they are as far apart as they were set.
    for (const { frames: [first = 0, second = 0] } of seen) if (first > 0 && second < 9) expect(second - first).toBe(3);
    expect(new Set(seen.map(({ frames }) => frames.join(' '))).size).toBe(13);
  });

  it('play at their own rates: one is through in half the time, and waits for the other', () => {
    const [slow, fast] = [clipOf(even(5, 100)), clipOf(even(10, 25))];
    const seen = played([slow, fast], [0, 0], 'loop', 60);
    expect(ofOne(seen, 0).slice(0, 7)).toEqual([0, 1, 2, 3, 4, 0, 1].map((frame, index) => ({ frame, at: index * 100 })));
    expect(ofOne(seen, 1).slice(0, 12)).toEqual([...Array.from({ length: 10 }, (_, frame) => ({ frame, at: frame * 25 })), { frame: 0, at: 500 }, { frame: 1, at: 525 }]);
  });

  it('once: whoever ends does not stop the others; again, they begin as far apart as they were', () => {
    const clips = [clipOf(even(4, 50)), clipOf(even(8, 50)), clipOf([100])];
    const seen = played(clips, [2, 0, 0], 'once', 60);
    expect(seen.at(-1)?.frames).toEqual([3, 7, 0]);
    const over = seen.reduce((together) => playOn(together, clips, 'once'), startTogether(clips, [2, 0, 0]));
    expect(isOver(over)).toBe(true);
    const again = beginAgain(over, clips, over.at);
    expect(framesTogether(again)).toEqual([0, 0, 0]);
    const later = [1, 2, 3, 4].reduce((together) => playOn(together, clips, 'once'), again);
    // The second begins 100 ms after the first.
    expect(framesTogether(later)).toEqual([3, 2, 0]);
  });

  it('leave no frame out, and each comes when it is due, whatever rates, lengths and distances; at most one picture of the screen early', () => {
    const delays = fc.array(fc.integer({ min: 17, max: 400 }), { minLength: 2, maxLength: 9 });
    const clipAndPlace = delays.chain((all) => fc.record({ all: fc.constant(all), frame: fc.integer({ min: 0, max: all.length - 1 }) }));
    fc.assert(fc.property(fc.array(clipAndPlace, { minLength: 1, maxLength: 4 }), (given) => {
      const clips = given.map(({ all }) => clipOf(all));
      const reached = given.map(({ all, frame }) => frameStart(all, frame));
      const furthest = Math.max(...reached);
      const begins = reached.map((place) => furthest - place);
      const round = Math.max(...given.map(({ all }, index) => (begins[index] ?? 0) + frameStart(all, all.length)));
      for (const { at, frames } of played(clips, given.map(({ frame }) => frame), 'loop', 120)) {
        const onClock = furthest + at;
        for (const [index, { all }] of given.entries()) {
          const due = (time: number) => frameAt(all, (time % round) - (begins[index] ?? 0), false).frame;
          expect([due(onClock), due(onClock + 16)]).toContain(frames[index]);
        }
      }
      const seen = played(clips, given.map(({ frame }) => frame), 'loop', 120);
      for (const [index, { all }] of given.entries()) {
        const order = ofOne(seen, index).map(({ frame }) => frame);
        for (const [place, frame] of order.entries()) if (place > 0) expect(frame).toBe(((order[place - 1] ?? 0) + 1) % all.length);
      }
    }));
  });

  it('know how long it is until something changes', () => {
    const clips = [clipOf(even(3, 100)), clipOf(even(3, 30))];
    const start = startTogether(clips, [0, 0]);
    expect(untilNext(start, clips)).toBe(30);
    // The end of the fast one and the slow one's next frame, 90 and 100 ms after the start, are one change.
    const third = playOn(playOn(playOn(start, clips, 'loop'), clips, 'loop'), clips, 'loop');
    expect([third.at, framesTogether(third), untilNext(third, clips)]).toEqual([90, [1, 2], 110]);
  });

  it('know whose frames are over next: only those have to be on the screen by then', () => {
    const clips = [clipOf(even(3, 100)), clipOf(even(3, 30)), clipOf([100])];
    const start = startTogether(clips, [0, 0, 0]);
    expect(nextToChange(start, clips)).toEqual([1]);
    expect(nextToChange(playOn(playOn(start, clips, 'loop'), clips, 'loop'), clips)).toEqual([0, 1]);
  });

  it('of which none has a second frame have nothing to play', () => {
    expect(isOver(startTogether([clipOf([100])], [0]))).toBe(true);
  });
});
