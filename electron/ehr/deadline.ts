import { FailureError } from '../../shared/errors/result.ts';

/**
 * Ends a request that stands still: its signal aborts when nothing was heard (`touch`) for so long, or when the caller's signal does.
 * The reason of the abort is the FailureError to answer with.
 */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal;
  readonly #idleMilliseconds: number;
  #timer: NodeJS.Timeout | undefined;
  #release: () => void = () => undefined;

  constructor(idleMilliseconds: number, caller: AbortSignal) {
    this.#idleMilliseconds = idleMilliseconds;
    this.#caller = caller;
    this.signal = this.#controller.signal;
    caller.addEventListener('abort', this.#cancel, { once: true });
    if (caller.aborted) this.#cancel();
    else this.touch();
  }

  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(new FailureError({ code: 'server.timeout' })), this.#idleMilliseconds);
  }

  /** It stands still on our side, and may, until the next `touch`. */
  rest(): void {
    clearTimeout(this.#timer);
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
