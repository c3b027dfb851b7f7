import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { Failure } from '../../../shared/errors/errorCode.ts';
import { mediaContentPath } from '../../../shared/ipc/contract.ts';
import type { FrameAnswer, FramePixels, OpenedMedium } from './frameProtocol.ts';
import type { FrameDurations } from './frameSource.ts';
import { WatchedDecoder, type StartThread } from './WatchedDecoder.ts';

export type FramesState =
  | { readonly phase: 'loading'; readonly loaded: number; readonly total: number | null }
  | { readonly phase: 'failed'; readonly failure: Failure }
  | (OpenedMedium & {
    readonly phase: 'open';
    /** The frame whose pixels are on the canvas; null before the first. */
    readonly shown: number | null;
    /** Milliseconds the shown frame lasts as recorded. */
    readonly shownDelay: number | null;
    /** All delays as recorded, once they are known; null for what has no time. */
    readonly delays: FrameDurations | null;
    /** A frame that could not be decoded, and why. */
    readonly damaged: { readonly frame: number; readonly failure: Failure } | null;
  });

const initial: FramesState = { phase: 'loading', loaded: 0, total: null };

function reduce(state: FramesState, answer: FrameAnswer | { readonly kind: 'restart' }): FramesState {
  switch (answer.kind) {
    case 'restart':
      return initial;
    case 'progress':
      return state.phase === 'loading' ? { phase: 'loading', loaded: answer.loaded, total: answer.total } : state;
    case 'opened': {
      const { medium } = answer;
      const known = medium.durations?.every((delay) => delay !== null) === true;
      return { phase: 'open', ...medium, shown: null, shownDelay: null, delays: known ? medium.durations : null, damaged: null };
    }
    case 'failed':
      return { phase: 'failed', failure: answer.failure };
    case 'frame':
      return state.phase === 'open' ? { ...state, shown: answer.frame, shownDelay: answer.delay, damaged: null } : state;
    case 'frameFailed':
      return state.phase === 'open' ? { ...state, damaged: { frame: answer.frame, failure: answer.failure } } : state;
    case 'delays':
      return state.phase === 'open' ? { ...state, delays: answer.delays } : state;
    case 'begun':
    case 'ended':
      return state;
  }
}

const startThread: StartThread = (hear, onBroken) => {
  const worker = new Worker(new URL('./frame.worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<FrameAnswer>) => hear(data));
  worker.addEventListener('error', onBroken);
  return { post: (request) => worker.postMessage(request), end: () => worker.terminate() };
};

/**
 * The frames of one Media, decoded in a worker of its own; the first comes by itself. Pixels go to `paint` as they arrive; it draws at once, for an image is closed
 * when it returns, or promises to say whether it drew.
 * @param opening a new value opens the content again, at the frame asked for last.
 */
export function useFrames(
  mediaId: string, opening: string, paint: (pixels: FramePixels, frame: number) => Promise<boolean> | undefined,
): { readonly frames: FramesState; readonly show: (frame: number, direction: -1 | 1) => void } {
  const [frames, dispatch] = useReducer(reduce, initial);
  const decoder = useRef<WatchedDecoder | null>(null);
  const wanted = useRef({ mediaId, frame: 0 });
  const painter = useRef(paint);
  useEffect(() => {
    painter.current = paint;
  }, [paint]);

  useEffect(() => {
    if (wanted.current.mediaId !== mediaId) wanted.current = { mediaId, frame: 0 };
    dispatch({ kind: 'restart' });
    const opened = new WatchedDecoder(startThread, new URL(mediaContentPath(mediaId), window.location.href).href, wanted.current.frame, (answer) => {
      if (answer.kind === 'frame') {
        const painted = painter.current(answer.pixels, answer.frame);
        if (answer.pixels.kind === 'picture') answer.pixels.image.close();
        if (painted !== undefined) {
          // What is drawn on it waits for the picture under it; one that another frame replaced is not waited for.
          void painted.then((shown) => shown && decoder.current === opened && dispatch(answer));
          return;
        }
      }
      dispatch(answer);
    });
    decoder.current = opened;
    return () => {
      decoder.current = null;
      opened.close();
    };
  }, [mediaId, opening]);

  const show = useCallback((frame: number, direction: -1 | 1) => {
    wanted.current = { mediaId, frame };
    decoder.current?.show(frame, direction);
  }, [mediaId]);
  return { frames, show };
}
