import { useEffect, useReducer } from 'react';
import type { Failure } from '../../../shared/errors/errorCode.ts';
import type { AudioAnswer, SoundDescription } from './audioProtocol.ts';
import { watchReading, type StartReading } from './watchReading.ts';

export interface SoundReading {
  /** `undefined`: not known yet; null: there is no sound in it. */
  readonly sound: SoundDescription | null | undefined;
  readonly peaks: Float32Array | null;
  /** All of it was read. */
  readonly isRead: boolean;
  readonly failure: Failure | null;
}

const initial: SoundReading = { sound: undefined, peaks: null, isRead: false, failure: null };

function reduce(reading: SoundReading, answer: AudioAnswer | { readonly kind: 'restart' }): SoundReading {
  switch (answer.kind) {
    case 'restart':
      return initial;
    case 'described':
      return { ...reading, sound: answer.sound };
    case 'peaks':
      return { ...reading, peaks: answer.values };
    case 'read':
      return { ...reading, isRead: true };
    case 'going':
      return reading;
    case 'failed':
      return { ...reading, failure: answer.failure };
  }
}

const startThread: StartReading = (hear, onBroken) => {
  const worker = new Worker(new URL('./audio.worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<AudioAnswer>) => hear(data));
  worker.addEventListener('error', onBroken);
  return { post: (request) => worker.postMessage(request), end: () => worker.terminate() };
};

/**
 * What the sound of a medium is, read in a worker of its own.
 * @param path null: nothing is read. @param parts of the peaks; 0: none.
 */
export function useSoundReading(path: string | null, parts: number): SoundReading {
  const [reading, dispatch] = useReducer(reduce, initial);
  useEffect(() => {
    if (path === null) return undefined;
    dispatch({ kind: 'restart' });
    return watchReading(startThread, { url: new URL(path, window.location.href).href, parts }, dispatch);
  }, [path, parts]);
  return reading;
}
