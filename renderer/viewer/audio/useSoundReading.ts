import { useEffect, useReducer } from 'react';
import type { Failure } from '../../../shared/errors/errorCode.ts';
import type { AudioAnswer, AudioRequest, SoundDescription } from './audioProtocol.ts';

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
    case 'failed':
      return { ...reading, failure: answer.failure };
  }
}

/**
 * What the sound of a medium is, read in a worker of its own.
 * @param path null: nothing is read. @param parts of the peaks; 0: none.
 */
export function useSoundReading(path: string | null, parts: number): SoundReading {
  const [reading, dispatch] = useReducer(reduce, initial);
  useEffect(() => {
    if (path === null) return undefined;
    const reader = new Worker(new URL('./audio.worker.ts', import.meta.url), { type: 'module' });
    reader.addEventListener('message', ({ data }: MessageEvent<AudioAnswer>) => dispatch(data));
    reader.addEventListener('error', () => dispatch({ kind: 'failed', failure: { code: 'data.undecodable' } }));
    dispatch({ kind: 'restart' });
    const request: AudioRequest = { url: new URL(path, window.location.href).href, parts };
    reader.postMessage(request);
    return () => reader.terminate();
  }, [path, parts]);
  return reading;
}
