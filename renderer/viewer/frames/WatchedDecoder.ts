import type { Failure } from '../../../shared/errors/errorCode.ts';
import type { FrameRegion } from '../../../shared/ipc/decodedFrames.ts';
import type { FrameAnswer, FrameRequest, PartPurpose } from './frameProtocol.ts';

/** What is needed of a Worker. */
export interface DecoderThread {
  readonly post: (request: FrameRequest) => void;
  readonly end: () => void;
}

/** Starts a thread; what it says goes to `hear`, that it broke to `onBroken`. */
export type StartThread = (hear: (answer: FrameAnswer) => void, onBroken: () => void) => DecoderThread;

/** No frame of any device takes as long; a file made for it takes for ever. Milliseconds. */
const deadlineMilliseconds = 10_000;

/**
 * One medium in a thread that may be ended: compiled decoders hear no abort, so one that takes too long goes with its thread. The frame is
 * said to be damaged and the medium opened again for the others; a file that already opens too slowly has failed.
 */
export class WatchedDecoder {
  readonly #startThread: StartThread;
  readonly #url: string;
  readonly #answer: (answer: FrameAnswer) => void;
  #thread: DecoderThread;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #opened = false;
  #wanted: { readonly frame: number; readonly direction: -1 | 1 };
  /** Whether what is wanted was not answered yet. */
  #waiting = true;
  readonly #tooSlow = new Set<number>();

  /** @param first the frame to begin with; it is shown without being asked for. */
  constructor(startThread: StartThread, url: string, first: number, answer: (answer: FrameAnswer) => void) {
    this.#startThread = startThread;
    this.#url = url;
    this.#answer = answer;
    this.#wanted = { frame: first, direction: 1 };
    this.#thread = this.#start();
  }

  show(frame: number, direction: -1 | 1): void {
    this.#wanted = { frame, direction };
    this.#waiting = true;
    if (this.#opened) this.#thread.post({ kind: 'show', frame, direction });
  }

  /** @param region null: no part is looked at any more. */
  showPart(purpose: PartPurpose, frame: number, region: FrameRegion | null): void {
    if (this.#opened) this.#thread.post({ kind: 'part', purpose, frame, region });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#thread.end();
  }

  #start(): DecoderThread {
    const thread: DecoderThread = this.#startThread(
      (answer) => {
        if (this.#thread === thread) this.#hear(answer);
      },
      () => {
        if (this.#thread === thread) this.#fail({ code: 'data.undecodable', detail: 'the decoder broke' });
      },
    );
    this.#opened = false;
    thread.post({ kind: 'open', url: this.#url, avoid: [...this.#tooSlow] });
    return thread;
  }

  #hear(answer: FrameAnswer): void {
    switch (answer.kind) {
      case 'begun': {
        const { frame } = answer;
        this.#watch(frame);
        return;
      }
      case 'ended':
        clearTimeout(this.#timer);
        return;
      case 'progress':
        // Bytes on their way are no decoder that hangs.
        this.#watch(null);
        break;
      case 'opened':
        this.#opened = true;
        if (this.#waiting) this.#thread.post({ kind: 'show', ...this.#wanted });
        // Opened again after a frame that took too long: who looks at it knows the medium already.
        if (this.#tooSlow.size > 0) return;
        break;
      case 'frame':
      case 'frameFailed':
        if (answer.frame === this.#wanted.frame) this.#waiting = false;
        break;
      case 'failed':
        clearTimeout(this.#timer);
        break;
      case 'delays':
      case 'part':
        break;
    }
    this.#answer(answer);
  }

  #watch(frame: number | null): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (frame === null) this.#fail({ code: 'data.too-slow' });
      else this.#giveUp(frame);
    }, deadlineMilliseconds);
  }

  #giveUp(frame: number): void {
    this.#thread.end();
    this.#tooSlow.add(frame);
    if (frame === this.#wanted.frame) this.#waiting = false;
    this.#answer({ kind: 'frameFailed', frame, failure: { code: 'data.too-slow' } });
    this.#thread = this.#start();
  }

  #fail(failure: Failure): void {
    clearTimeout(this.#timer);
    this.#thread.end();
    this.#answer({ kind: 'failed', failure });
  }
}
