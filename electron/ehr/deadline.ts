import { FailureError } from '../../shared/errors/result.ts';

/** Fewer bytes than these in the time a request may stand still are a drip, and no answer. */
const leastBytes = 1024;

/**
 * Ends a request that stands still: its signal aborts when nothing was heard (`touch`) for so long, or only drops of an answer were, or when
 * the caller's signal does. The reason of the abort is the FailureError to answer with.
 */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal;
  readonly #idleMilliseconds: number;
  #timer: NodeJS.Timeout | undefined;
  #left: number;
  #runsSince = 0;
  #heardBytes = 0;
  #release: () => void = () => undefined;

  constructor(idleMilliseconds: number, caller: AbortSignal) {
    this.#idleMilliseconds = idleMilliseconds;
    this.#left = idleMilliseconds;
    this.#caller = caller;
    this.signal = this.#controller.signal;
    caller.addEventListener('abort', this.#cancel, { once: true });
    if (caller.aborted) this.#cancel();
    else this.touch();
  }

  touch(): void {
    this.#heardBytes = 0;
    this.#left = this.#idleMilliseconds;
    this.goOn();
  }

  /** A piece of an answer came. From now on it stands still on our side, and may, until `goOn`. */
  rest(bytes: number): void {
    clearTimeout(this.#timer);
    this.#left -= performance.now() - this.#runsSince;
    this.#heardBytes += bytes;
    if (this.#heardBytes < leastBytes) return;
    this.#heardBytes = 0;
    this.#left = this.#idleMilliseconds;
  }

  goOn(): void {
    clearTimeout(this.#timer);
    this.#runsSince = performance.now();
    this.#timer = setTimeout(() => this.#controller.abort(new FailureError({ code: 'server.timeout' })), Math.max(0, this.#left));
  }

  /** What is to be let go of when the request is over. */
  whenOver(release: () => void): void {
    this.#release = release;
  }

  /** The request is over; nothing is aborted any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#cancel);
    this.#release();
  }

  readonly #cancel = (): void => {
    clearTimeout(this.#timer);
    this.#controller.abort(new FailureError({ code: 'local.cancelled' }));
  };
}
