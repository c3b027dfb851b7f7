import { useCallback, useEffect, useRef, useState } from 'react';
import { shownMilliseconds, stepFrame, stepRate } from '../../../shared/frames/frameClock.ts';
import type { PlaybackRate } from '../../../shared/frames/frameClock.ts';
import type { FramesState } from '../frames/useFrames.ts';

export interface Playback {
  /** The frame asked for; what is seen follows as soon as it is decoded. */
  readonly frame: number;
  readonly playing: boolean;
  readonly rate: PlaybackRate;
  readonly loop: boolean;
  readonly goTo: (frame: number) => void;
  readonly step: (by: number) => void;
  readonly toggle: () => void;
  readonly changeRate: (by: -1 | 1) => void;
  readonly setLoop: (loop: boolean) => void;
}

/** Goes through the frames by hand or in time. Playing waits for a frame that is late instead of skipping it: none goes unseen. */
export function usePlayback(frames: FramesState, show: (frame: number, direction: -1 | 1) => void): Playback {
  const [frame, setFrame] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [rate, setRate] = useState<PlaybackRate>(1);
  const [loop, setLoop] = useState(true);
  /** When the frame that plays should have begun; null: it is the first. */
  const began = useRef<number | null>(null);
  const frameCount = frames.phase === 'open' ? frames.frameCount : 0;
  const shown = frames.phase === 'open' ? frames.shown : null;
  const delay = frames.phase === 'open' ? shownMilliseconds(frames.shownDelay) : 0;
  const damaged = frames.phase === 'open' && frames.damaged?.frame === frame;

  const move = useCallback((to: number, direction: -1 | 1) => {
    setFrame(to);
    if (frameCount > 1) show(to, direction);
  }, [frameCount, show]);

  useEffect(() => {
    if (!playing || (shown !== frame && !damaged)) return undefined;
    const next = stepFrame(frame, 1, frameCount, loop);
    // Each frame ends when its time is up, not a timer's lateness later; only a frame that came too late moves the times of the rest.
    const now = performance.now();
    const due = Math.max(now, (began.current ?? now) + delay / rate);
    const timer = setTimeout(() => {
      began.current = due;
      if (next === frame) setPlaying(false);
      else move(next, 1);
    }, due - now);
    return () => clearTimeout(timer);
  }, [playing, shown, damaged, frame, frameCount, loop, delay, rate, move]);

  return {
    frame,
    playing,
    rate,
    loop,
    goTo: (to) => {
      setPlaying(false);
      move(Math.min(Math.max(0, to), Math.max(0, frameCount - 1)), to < frame ? -1 : 1);
    },
    step: (by) => {
      setPlaying(false);
      move(stepFrame(frame, by, frameCount, loop && Math.abs(by) === 1), by < 0 ? -1 : 1);
    },
    toggle: () => {
      if (frameCount < 2) return;
      if (!playing && !loop && frame === frameCount - 1) move(0, 1);
      began.current = null;
      setPlaying(!playing);
    },
    changeRate: (by) => setRate(stepRate(rate, by)),
    setLoop,
  };
}
