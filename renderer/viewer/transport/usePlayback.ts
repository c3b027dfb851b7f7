import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { shownMilliseconds, stepFrame, stepRate, timingOf } from '../../../shared/frames/frameClock.ts';
import type { PlaybackRate } from '../../../shared/frames/frameClock.ts';
import { markRange, nextPlayed, playModes, type FrameRange, type PlayMode } from '../../../shared/frames/playOrder.ts';
import type { FramesState } from '../frames/useFrames.ts';
import { useFrameTime } from './useFrameTime.ts';

export interface Playback {
  /** The frame asked for; what is seen follows as soon as it is decoded. */
  readonly frame: number;
  readonly playing: boolean;
  readonly rate: PlaybackRate;
  readonly mode: PlayMode;
  /** null: all frames play. Stepping by hand goes through all of them always. */
  readonly range: FrameRange | null;
  readonly goTo: (frame: number) => void;
  readonly first: () => void;
  readonly last: () => void;
  readonly step: (by: number) => void;
  readonly toggle: () => void;
  readonly changeRate: (by: -1 | 1) => void;
  readonly changeMode: () => void;
  /** Puts one end of the range at this frame. */
  readonly markRange: (end: 'from' | 'to') => void;
  readonly clearRange: () => void;
}

/** Where somebody was in the frames, and how they played. */
export type PlaybackStart = Pick<Playback, 'frame' | 'rate' | 'mode' | 'range'>;

export const fromTheStart: PlaybackStart = { frame: 0, rate: 1, mode: 'loop', range: null };

/**
 * Goes through the frames by hand or in time.
 * @param start how it was left.
 */
export function usePlayback(frames: FramesState, show: (frame: number, direction: -1 | 1) => void, start: PlaybackStart): Playback {
  const [asked, setFrame] = useState(start.frame);
  const [playing, setPlaying] = useState(false);
  const [rate, setRate] = useState<PlaybackRate>(start.rate);
  const [mode, setMode] = useState<PlayMode>(start.mode);
  const [range, setRange] = useState(start.range);
  const direction = useRef<-1 | 1>(1);
  const frameCount = frames.phase === 'open' ? frames.frameCount : 0;
  const frame = frameCount === 0 ? asked : Math.min(asked, frameCount - 1);
  const shown = frames.phase === 'open' ? frames.shown : null;
  const delay = frames.phase === 'open' ? shownMilliseconds(frames.shownDelay, timingOf(frames.contentType)) : 0;
  const damaged = frames.phase === 'open' && frames.damaged?.frame === frame;
  const { from, to } = range ?? { from: 0, to: Math.max(0, frameCount - 1) };

  const move = useCallback((next: number, way: -1 | 1) => {
    setFrame(next);
    if (frameCount > 1) show(next, way);
  }, [frameCount, show]);

  const begin = useEffectEvent(() => show(frame, 1));
  useEffect(() => {
    if (frameCount > 1) begin();
  }, [frameCount, show]);

  useFrameTime({ playing, ready: shown === frame || damaged, moment: frame, lasts: delay / rate }, () => {
    const next = nextPlayed({ frame, direction: direction.current }, { from, to }, mode);
    if (next === null) {
      setPlaying(false);
      return;
    }
    direction.current = next.direction;
    move(next.frame, next.direction);
  });

  const goTo = (next: number) => {
    setPlaying(false);
    move(Math.min(Math.max(0, next), Math.max(0, frameCount - 1)), next < frame ? -1 : 1);
  };

  return {
    frame,
    playing,
    rate,
    mode,
    range,
    goTo,
    first: () => goTo(0),
    last: () => goTo(frameCount - 1),
    step: (by) => {
      setPlaying(false);
      move(stepFrame(frame, by, frameCount, mode !== 'once' && Math.abs(by) === 1), by < 0 ? -1 : 1);
    },
    toggle: () => {
      if (frameCount < 2) return;
      if (!playing && (frame < from || frame > to || (mode === 'once' && frame === to))) move(from, 1);
      direction.current = 1;
      setPlaying(!playing);
    },
    changeRate: (by) => setRate(stepRate(rate, by)),
    changeMode: () => setMode(playModes[(playModes.indexOf(mode) + 1) % playModes.length] ?? 'loop'),
    markRange: (end) => setRange(markRange(range, end, frame, frameCount)),
    clearRange: () => setRange(null),
  };
}
