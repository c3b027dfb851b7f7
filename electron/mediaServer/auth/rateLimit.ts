import { issue, Refusal } from '../fhir/outcome.ts';

const windowMilliseconds = 60_000;

/** Counts what each caller asks in a minute; more than `most` is refused with 429 and when to come again. */
export class RateLimit {
  readonly #most: number;
  readonly #now: () => number;
  #started = 0;
  #counts = new Map<string, number>();

  constructor(most: number, now: () => number) {
    this.#most = most;
    this.#now = now;
  }

  /** @throws Refusal 429. */
  count(caller: string): void {
    const elapsed = this.#now() - this.#started;
    if (elapsed >= windowMilliseconds || elapsed < 0) {
      this.#started = this.#now();
      this.#counts = new Map();
    }
    const count = (this.#counts.get(caller) ?? 0) + 1;
    this.#counts.set(caller, count);
    if (count <= this.#most) return;
    const seconds = Math.max(1, Math.ceil((this.#started + windowMilliseconds - this.#now()) / 1000));
    throw new Refusal(429, [issue('throttled', `more than ${String(this.#most)} requests in a minute`)], { 'Retry-After': String(seconds) });
  }
}
