/** Time as the engine is given it, so that tests run on their own. */
export interface SyncClock {
  /** What the clock on the wall says: whole milliseconds since 1970 UTC. Somebody may set it. */
  readonly now: () => number;
  /** Milliseconds since some moment; nobody can set it. */
  readonly elapsed: () => number;
  /** Runs `run` once after so many milliseconds. @returns a function that calls it off. */
  readonly setTimer: (milliseconds: number, run: () => void) => () => void;
}

/** Time as the engine sees it. */
export interface EngineClock {
  /**
   * For whatever waits: whole milliseconds since 1970 UTC as the wall said when the engine was made, and counted on from there. A clock that
   * is set back lets nothing wait longer, one that is set forward nothing come sooner.
   */
  readonly now: () => number;
  /** For whatever people are told. */
  readonly wall: () => number;
  readonly setTimer: SyncClock['setTimer'];
}

/** setTimeout holds no more than this; a longer wait ends early, and the engine looks again. */
const longestTimerMilliseconds = 2 ** 31 - 1;

export const systemClock: SyncClock = {
  now: Date.now,
  elapsed: () => performance.now(),
  setTimer: (milliseconds, run) => {
    const timer = setTimeout(run, Math.min(milliseconds, longestTimerMilliseconds));
    return () => clearTimeout(timer);
  },
};

export function engineClock({ now, elapsed, setTimer }: SyncClock): EngineClock {
  const start = now() - elapsed();
  return { now: () => Math.round(start + elapsed()), wall: now, setTimer };
}
