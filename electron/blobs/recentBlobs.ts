/** Whoever wrote bytes names them by then: intake does within a second. */
const unnamedMilliseconds = 600_000;

/**
 * Bytes that were just written may not be named by any row yet, least of all those that were there already: they are not evicted until they
 * were left alone for a while. And bytes that are about to go are not found there by who writes the same.
 */
export class RecentBlobs {
  readonly #now: () => number;
  readonly #until = new Map<string, number>();
  readonly #going = new Map<string, Promise<boolean>>();

  /** @param now milliseconds, of a clock that nobody can set. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Bytes are written, and are about to be looked for. Resolves when nobody evicts them. */
  async written(sha256: string): Promise<void> {
    for (const [old, until] of this.#until) if (until <= this.#now()) this.#until.delete(old);
    this.#until.set(sha256, this.#now() + unnamedMilliseconds);
    await this.#going.get(sha256);
  }

  /** @returns what `evict` returns; false, without calling it, when the bytes were just written. */
  async evict(sha256: string, evict: () => Promise<boolean>): Promise<boolean> {
    if ((this.#until.get(sha256) ?? 0) > this.#now() || this.#going.has(sha256)) return false;
    const going = evict();
    this.#going.set(sha256, going.catch(() => false));
    try {
      return await going;
    } finally {
      this.#going.delete(sha256);
    }
  }
}
