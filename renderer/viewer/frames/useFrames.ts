import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { Failure } from '../../../shared/errors/errorCode.ts';
import { mediaContentPath } from '../../../shared/ipc/contract.ts';
import type { FrameRegion } from '../../../shared/ipc/decodedFrames.ts';
import type { FrameAnswer, FramePixels, OpenedMedium, PartPurpose } from './frameProtocol.ts';
import type { FrameDurations } from './frameSource.ts';
import { WatchedDecoder, type StartThread } from './WatchedDecoder.ts';

/** A part of a picture with more of its pixels than the whole is shown with. */
export interface PicturePart {
  readonly frame: number;
  readonly region: FrameRegion;
  /** Its pixels, as many as the region was to have. */
  readonly canvas: HTMLCanvasElement;
}

export type PictureParts = ReadonlyMap<PartPurpose, PicturePart>;

export type ShowPart = (purpose: PartPurpose, frame: number, region: FrameRegion | null) => void;

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
    /** Of the frame that is shown. */
    readonly parts: PictureParts;
    /** A frame that could not be decoded, and why. */
    readonly damaged: { readonly frame: number; readonly failure: Failure } | null;
  });

type Told =
  | Exclude<FrameAnswer, { kind: 'part' }>
  | { readonly kind: 'restart' }
  | ({ readonly kind: 'part'; readonly purpose: PartPurpose } & PicturePart)
  | { readonly kind: 'partDropped'; readonly purpose: PartPurpose };

const noParts: PictureParts = new Map();
const initial: FramesState = { phase: 'loading', loaded: 0, total: null };

function reduce(state: FramesState, answer: Told): FramesState {
  switch (answer.kind) {
    case 'restart':
      return initial;
    case 'progress':
      return state.phase === 'loading' ? { phase: 'loading', loaded: answer.loaded, total: answer.total } : state;
    case 'opened': {
      const { medium } = answer;
      const known = medium.durations?.every((delay) => delay !== null) === true;
      return { phase: 'open', ...medium, shown: null, shownDelay: null, delays: known ? medium.durations : null, parts: noParts, damaged: null };
    }
    case 'failed':
      return { phase: 'failed', failure: answer.failure };
    case 'frame':
      return state.phase === 'open' ? { ...state, shown: answer.frame, shownDelay: answer.delay, parts: answer.frame === state.shown ? state.parts : noParts, damaged: null } : state;
    case 'part':
      return state.phase === 'open' && answer.frame === state.shown ? { ...state, parts: new Map([...state.parts, [answer.purpose, answer]]) } : state;
    case 'partDropped':
      return state.phase === 'open' && state.parts.has(answer.purpose) ? { ...state, parts: new Map([...state.parts].filter(([purpose]) => purpose !== answer.purpose)) } : state;
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
): { readonly frames: FramesState; readonly show: (frame: number, direction: -1 | 1) => void; readonly showPart: ShowPart } {
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
      dispatch(answer.kind === 'part' ? { ...answer, canvas: canvasOf(answer.image) } : answer);
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
  const showPart = useCallback<ShowPart>((purpose, frame, region) => {
    if (region === null) dispatch({ kind: 'partDropped', purpose });
    decoder.current?.showPart(purpose, frame, region);
  }, []);
  return { frames, show, showPart };
}

/** The image becomes what is on the canvas: nothing is drawn, and nobody has to close it. */
function canvasOf(image: ImageBitmap): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(image);
  return canvas;
}
