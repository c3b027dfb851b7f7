import type { Failure } from '../../shared/errors/errorCode.ts';
import { classifyFailure, isLinkFailure } from '../../shared/sync/classifyFailure.ts';
import { retryPause } from '../../shared/sync/retrySchedule.ts';

export type LinkState = 'online' | 'unreachable' | 'signed-out';

/** Whether the chart can be reached, learnt from its answers alone; while it cannot, when to look again. */
export class ChartLink {
  #state: LinkState = 'online';
  #failure: Failure | null = null;
  #attempts = 0;
  #nextProbeAt = 0;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #onChange: () => void;

  constructor(now: () => number, random: () => number, onChange: () => void) {
    this.#now = now;
    this.#random = random;
    this.#onChange = onChange;
  }

  get state(): LinkState {
    return this.#state;
  }

  get up(): boolean {
    return this.#state === 'online';
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  get nextProbeAt(): number {
    return this.#nextProbeAt;
  }

  /** @param failure undefined: an answer as it should be. Any other failure the server answered with also means that the way is open. */
  hear(failure: Failure | undefined): void {
    if (failure && !failure.code.startsWith('server.')) return;
    if (failure && isLinkFailure(failure)) this.#down('unreachable', failure);
    else if (failure && classifyFailure(failure) === 'sign-in') this.#down('signed-out', failure);
    else this.reset();
  }

  /** As if nothing had been heard yet: the next piece of work finds out. */
  reset(): void {
    const changed = this.#state !== 'online';
    [this.#state, this.#failure, this.#attempts] = ['online', null, 0];
    if (changed) this.#onChange();
  }

  #down(state: LinkState, failure: Failure): void {
    // Answers that were under way together count as one try.
    if (this.#state === 'online' || this.#now() >= this.#nextProbeAt) {
      this.#nextProbeAt = this.#now() + retryPause(this.#attempts, this.#random(), failure.retryAfterMilliseconds);
      this.#attempts += 1;
    }
    const changed = this.#state !== state || this.#failure?.code !== failure.code;
    [this.#state, this.#failure] = [state, failure];
    if (changed) this.#onChange();
  }
}
