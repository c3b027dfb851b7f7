/** Time as the engine sees it, so that tests run on their own. */
export interface SyncClock {
  /** Whole milliseconds since 1970 UTC. */
  readonly now: () => number;
  /** Runs `run` once after so many milliseconds. @returns a function that calls it off. */
  readonly setTimer: (milliseconds: number, run: () => void) => () => void;
}

/** setTimeout holds no more than this; a longer wait ends early, and the engine looks again. */
const longestTimerMilliseconds = 2 ** 31 - 1;

export const systemClock: SyncClock = {
  now: Date.now,
  setTimer: (milliseconds, run) => {
    const timer = setTimeout(run, Math.min(milliseconds, longestTimerMilliseconds));
    return () => clearTimeout(timer);
  },
};
