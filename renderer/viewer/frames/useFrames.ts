import { useCallback, useEffect, useReducer, useRef } from 'react';
import { mediaContentPath } from '../../../shared/ipc/contract.ts';
import type { FrameAnswer, FrameRequest, OpenFailure } from './frameProtocol.ts';

export type FramesState =
  | { readonly phase: 'loading'; readonly loaded: number; readonly total: number | null }
  | { readonly phase: 'failed'; readonly failure: OpenFailure }
  | {
    readonly phase: 'open'; readonly width: number; readonly height: number; readonly frameCount: number;
    /** The frame whose pixels are on the canvas; null before the first. */
    readonly shown: number | null;
    /** Milliseconds the shown frame lasts as recorded. */
    readonly shownDelay: number | null;
    /** All delays as recorded, once they are known. */
    readonly delays: readonly (number | null)[] | null;
    /** A frame that could not be decoded. */
    readonly damaged: number | null;
  };

const initial: FramesState = { phase: 'loading', loaded: 0, total: null };

function reduce(state: FramesState, answer: FrameAnswer | { readonly kind: 'restart' }): FramesState {
  switch (answer.kind) {
    case 'restart':
      return initial;
    case 'progress':
      return state.phase === 'loading' ? { phase: 'loading', loaded: answer.loaded, total: answer.total } : state;
    case 'opened': {
      const { width, height, frameCount } = answer;
      return { phase: 'open', width, height, frameCount, shown: null, shownDelay: null, delays: null, damaged: null };
    }
    case 'failed':
      return { phase: 'failed', failure: answer.failure };
    case 'frame':
      return state.phase === 'open' ? { ...state, shown: answer.frame, shownDelay: answer.delay, damaged: null } : state;
    case 'frameFailed':
      return state.phase === 'open' ? { ...state, damaged: answer.frame } : state;
    case 'delays':
      return state.phase === 'open' ? { ...state, delays: answer.delays } : state;
  }
}

/**
 * The frames of one Media, decoded in a worker of its own. Pixels go to `paint` as they arrive; it draws at once, for the image is
 * closed when it returns.
 * @param opening a new value opens the content again.
 */
export function useFrames(
  mediaId: string, contentType: string | null, opening: string, paint: (image: ImageBitmap | VideoFrame, frame: number) => void,
): { readonly frames: FramesState; readonly show: (frame: number, direction: -1 | 1) => void } {
  const [frames, dispatch] = useReducer(reduce, initial);
  const worker = useRef<Worker | null>(null);
  const painter = useRef(paint);
  useEffect(() => {
    painter.current = paint;
  }, [paint]);

  useEffect(() => {
    const decoder = new Worker(new URL('./frame.worker.ts', import.meta.url), { type: 'module' });
    const post = (request: FrameRequest) => decoder.postMessage(request);
    decoder.addEventListener('message', ({ data }: MessageEvent<FrameAnswer>) => {
      if (data.kind === 'frame') {
        painter.current(data.image, data.frame);
        data.image.close();
      }
      dispatch(data);
    });
    decoder.addEventListener('error', () => dispatch({ kind: 'failed', failure: 'unreadable' }));
    dispatch({ kind: 'restart' });
    post({ kind: 'open', url: new URL(mediaContentPath(mediaId), window.location.href).href, contentType });
    worker.current = decoder;
    return () => {
      worker.current = null;
      decoder.terminate();
    };
  }, [mediaId, contentType, opening]);

  const show = useCallback((frame: number, direction: -1 | 1) => {
    const request: FrameRequest = { kind: 'show', frame, direction };
    worker.current?.postMessage(request);
  }, []);
  return { frames, show };
}
