import type { GreyAnswer, GreyFrame, GreyLook, GreyRequest } from './greyProtocol.ts';

export interface GreyThread {
  readonly post: (request: GreyRequest) => void;
  readonly end: () => void;
}
export type StartGreyThread = (hear: (answer: GreyAnswer) => void) => GreyThread;

interface Waiting {
  readonly frame: GreyFrame;
  readonly index: number;
  readonly painted: (painted: boolean) => void;
}

/** Pictures of grey frames, one at a time and the latest first: what was asked for meanwhile and is not wanted any more is never made. */
export class GreyRenderer {
  readonly #thread: GreyThread;
  readonly #paint: (answer: GreyAnswer, index: number, frame: GreyFrame) => void;
  #look: GreyLook = { preset: null, inverted: false };
  /** The frame that the thread holds. */
  #held: { readonly frame: GreyFrame; readonly index: number } | null = null;
  #making: Waiting | 'look' | null = null;
  #waiting: Waiting | null = null;
  #lookChanged = false;

  /** @param paint draws at once, for the image is closed when it returns. */
  constructor(startThread: StartGreyThread, paint: (answer: GreyAnswer, index: number, frame: GreyFrame) => void) {
    this.#paint = paint;
    this.#thread = startThread((answer) => this.#hear(answer));
  }

  /** @returns whether it was painted; not, when another frame came before its turn. */
  show(frame: GreyFrame, index: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#waiting?.painted(false);
    this.#waiting = { frame, index, painted: resolve };
    this.#next();
    return promise;
  }

  look(look: GreyLook): void {
    this.#look = look;
    this.#lookChanged = true;
    this.#next();
  }

  close(): void {
    this.#waiting?.painted(false);
    this.#thread.end();
  }

  #next(): void {
    if (this.#making !== null) return;
    const waiting = this.#waiting;
    if (waiting === null && (!this.#lookChanged || this.#held === null)) return;
    this.#waiting = null;
    this.#lookChanged = false;
    this.#making = waiting ?? 'look';
    if (waiting !== null) this.#held = { frame: waiting.frame, index: waiting.index };
    this.#thread.post({ frame: waiting?.frame ?? null, look: this.#look });
  }

  #hear(answer: GreyAnswer): void {
    if (this.#held !== null) this.#paint(answer, this.#held.index, this.#held.frame);
    answer.image.close();
    const made = this.#making;
    this.#making = null;
    if (made !== null && made !== 'look') made.painted(true);
    this.#next();
  }
}
