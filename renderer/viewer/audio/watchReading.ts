import type { Failure } from '../../../shared/errors/errorCode.ts';
import type { AudioAnswer, AudioRequest } from './audioProtocol.ts';

/** What is needed of a Worker. */
export interface ReadingThread {
  readonly post: (request: AudioRequest) => void;
  readonly end: () => void;
}

/** Starts a thread; what it says goes to `hear`, that it broke to `onBroken`. */
export type StartReading = (hear: (answer: AudioAnswer) => void, onBroken: () => void) => ReadingThread;

/** A recording may take minutes to read, and says that it goes on; a file made for it is searched for ever without a word. Milliseconds. */
const deadlineMilliseconds = 10_000;

/**
 * Reads a sound in a thread that is ended when nothing is heard of it: what takes containers apart hears no abort.
 * @returns ends it.
 */
export function watchReading(startThread: StartReading, request: AudioRequest, answer: (answer: AudioAnswer) => void): () => void {
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    over = true;
    clearTimeout(timer);
    thread.end();
  };
  const fail = (failure: Failure): void => {
    if (over) return;
    end();
    answer({ kind: 'failed', failure });
  };
  const watch = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => fail({ code: 'data.too-slow' }), deadlineMilliseconds);
  };
  const thread = startThread(
    (heard) => {
      if (over) return;
      if (isLast(heard, request)) clearTimeout(timer);
      else watch();
      if (heard.kind !== 'going') answer(heard);
    },
    () => fail({ code: 'data.undecodable' }),
  );
  watch();
  thread.post(request);
  return end;
}

function isLast(heard: AudioAnswer, { parts }: AudioRequest): boolean {
  return heard.kind === 'read' || heard.kind === 'failed' || (heard.kind === 'described' && (heard.sound === null || parts === 0));
}
