import { useCallback, useEffect, useRef, useState } from 'react';
import type { TablePreset, Window } from '../../../shared/dicom/display/voi.ts';
import { dragWindow, rangeOf } from './changeWindow.ts';
import type { GreyAnswer, GreyFrame, GreyLook } from './greyProtocol.ts';
import { GreyRenderer, type StartGreyThread } from './GreyRenderer.ts';

const startThread: StartGreyThread = (hear) => {
  const worker = new Worker(new URL('./grey.worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<GreyAnswer>) => hear(data));
  return { post: (request) => worker.postMessage(request), end: () => worker.terminate() };
};

export interface GreyWindow {
  /** What is on the canvas, and what it is looked at through; null: the picture is not grey. */
  readonly shown: { readonly preset: Window | TablePreset; readonly frame: GreyFrame } | null;
  readonly look: GreyLook;
  readonly inverted: boolean;
  /** Somebody chose; else each frame is shown as it proposes. */
  readonly chosen: boolean;
  readonly choose: (preset: Window | TablePreset) => void;
  /** Pixels of the screen, to the right wider, downwards a higher centre. */
  readonly drag: (dx: number, dy: number) => void;
  readonly invert: () => void;
  readonly reset: () => void;
  /** Makes a picture of a grey frame. @returns whether it was painted. */
  readonly show: (frame: GreyFrame, index: number) => Promise<boolean>;
}

export const asProposed: GreyLook = { preset: null, inverted: false };

/**
 * Grey through a window that a person may change; the pictures are made in a worker of their own.
 * @param start how it was looked at last. @param paint draws at once, for the image is closed when it returns.
 */
export function useGreyWindow(start: GreyLook, paint: (image: ImageBitmap, index: number) => void): GreyWindow {
  const [look, setLook] = useState(start);
  const [shown, setShown] = useState<GreyWindow['shown']>(null);
  const renderer = useRef<GreyRenderer | null>(null);
  /** As of now: a drag moves more often than React renders. */
  const latest = useRef(look);
  const painted = useRef<Window | TablePreset | null>(null);
  const painter = useRef(paint);
  useEffect(() => {
    painter.current = paint;
  }, [paint]);
  useEffect(() => () => {
    renderer.current?.close();
    renderer.current = null;
  }, []);

  const show = useCallback((frame: GreyFrame, index: number): Promise<boolean> => {
    // Most media are colour and need no second worker.
    if (renderer.current === null) {
      renderer.current = new GreyRenderer(startThread, ({ image, preset }, frameIndex, painting) => {
        painter.current(image, frameIndex);
        painted.current = preset;
        setShown((before) => (before?.preset === preset && before.frame === painting ? before : { preset, frame: painting }));
      });
      renderer.current.look(latest.current);
    }
    return renderer.current.show(frame, index);
  }, []);

  const change = useCallback((next: GreyLook) => {
    latest.current = next;
    setLook(next);
    renderer.current?.look(next);
  }, []);
  return {
    shown,
    look,
    inverted: look.inverted,
    chosen: look.preset !== null || look.inverted,
    choose: (preset) => change({ ...latest.current, preset }),
    drag: (dx, dy) => {
      const from = latest.current.preset ?? painted.current;
      if (from !== null) change({ ...latest.current, preset: dragWindow(rangeOf(from), dx, dy) });
    },
    invert: () => change({ ...latest.current, inverted: !latest.current.inverted }),
    reset: () => change(asProposed),
    show,
  };
}
