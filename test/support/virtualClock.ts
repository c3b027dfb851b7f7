import { setImmediate } from 'node:timers/promises';
import type { SyncClock } from '../../electron/sync/syncClock.ts';

/** Time that stands still until a test moves it. */
export class VirtualClock implements SyncClock {
  #now: number;
  #ahead = 0;
  #timers: { readonly at: number; readonly run: () => void }[] = [];

  constructor(start = Date.UTC(2026, 10, 23, 9)) {
    this.#now = start;
  }

  readonly now = (): number => this.#now + this.#ahead;

  readonly elapsed = (): number => this.#now;

  /** Somebody sets the clock on the wall; no time passes. */
  set(milliseconds: number): void {
    this.#ahead += milliseconds;
  }

  readonly setTimer = (milliseconds: number, run: () => void): (() => void) => {
    // Real clocks tell whole milliseconds, and the cache keeps nothing else.
    const timer = { at: Math.ceil(this.#now + milliseconds), run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Lets everything run that waits for no time. In these tests nothing waits for a disk or network, so that one turn of the loop does. */
  async settle(): Promise<void> {
    await setImmediate();
  }

  /** Moves on, stopping at each timer on the way. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await this.settle();
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((left, right) => left.at - right.at)[0];
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      this.#timers = this.#timers.filter((timer) => timer !== next);
      next.run();
      await this.settle();
    }
    this.#now = end;
    await this.settle();
  }
}
