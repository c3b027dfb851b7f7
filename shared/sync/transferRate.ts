/** How fast the rate follows: what came this long ago counts a third. */
const memoryMilliseconds = 5_000;
/** A rate measured over less says nothing. */
const shortestMeasuredMilliseconds = 1_000;
/** Bytes come in clumps; so many milliseconds of them are looked at together. */
const stepMilliseconds = 250;

/**
 * Bytes per second, smoothed: an exponentially weighted mean over time, corrected for its beginning, so that a line that became slower or faster
 * shows within seconds and a single clump does not. Instants are milliseconds.
 */
export class TransferRate {
  /** Weighted sums of bytes and of milliseconds. */
  #bytes = 0;
  #milliseconds = 0;
  #measured = 0;
  #pending = 0;
  #since: number;

  constructor(now: number) {
    this.#since = now;
  }

  add(bytes: number, now: number): void {
    this.#pending += bytes;
    this.#step(now);
  }

  /** Bytes per second; null until enough was measured, or while nothing moves. */
  perSecond(now: number): number | null {
    this.#step(now);
    return this.#measured < shortestMeasuredMilliseconds || this.#bytes < 1 ? null : (this.#bytes / this.#milliseconds) * 1000;
  }

  #step(now: number): void {
    const elapsed = now - this.#since;
    if (elapsed < stepMilliseconds) return;
    const kept = Math.exp(-elapsed / memoryMilliseconds);
    this.#bytes = this.#bytes * kept + this.#pending;
    this.#milliseconds = this.#milliseconds * kept + elapsed;
    this.#measured += elapsed;
    this.#pending = 0;
    this.#since = now;
  }
}
