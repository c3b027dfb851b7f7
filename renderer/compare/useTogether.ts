import { useState, useSyncExternalStore } from 'react';
import { shownMilliseconds, timingOf } from '../../shared/frames/frameClock.ts';
import { beginAgain, framesTogether, isOver, nextToChange, playOn, startTogether, untilNext, type Clip, type Together } from '../../shared/frames/playTogether.ts';
import { useFrameTime, type Played } from '../viewer/index.ts';
import type { AskedFrame, ComparedFrames, PaneFrames } from './ComparedFrames.ts';
import type { Pace } from './usePace.ts';

export interface TogetherOptions {
  readonly compared: ComparedFrames;
  /** That move as one. */
  readonly panes: readonly number[];
  /** That are on the screen, and waited for. */
  readonly visible: readonly number[];
  /** Whose frames are told. */
  readonly active: number;
  readonly pace: Pace;
}

export interface TogetherPlayback {
  readonly lead: number;
  readonly medium: PaneFrames;
  readonly playback: Played;
}

/**
 * Steps and plays the panes that move as one. The active one is told, or the first that has frames.
 * @returns null where none of them has any.
 */
export function useTogether({ compared, panes, visible, active, pace }: TogetherOptions): TogetherPlayback | null {
  const told = useSyncExternalStore(compared.subscribe, compared.told);
  const [playing, setPlaying] = useState(false);
  /** Null: nothing has played since somebody went to a frame by hand. */
  const [together, setTogether] = useState<Together | null>(null);
  const clips = panes.map((pane) => clipOf(told.get(pane)));
  const moving = panes.filter((pane) => (told.get(pane)?.frameCount ?? 1) > 1);
  const lead = moving.includes(active) ? active : moving[0];
  const medium = lead === undefined ? undefined : told.get(lead);
  const frame = useSyncExternalStore(compared.subscribe, () => compared.askedOf(lead ?? active).frame);

  const isThere = (pane: number) => {
    const open = told.get(pane);
    const { frame: asked } = compared.askedOf(pane);
    return open === undefined || !visible.includes(pane) || open.shown === asked || open.damaged?.frame === asked;
  };
  const put = (next: Together) => {
    setTogether(next);
    const frames = framesTogether(next);
    compared.ask(new Map(panes.map((pane, index): [number, AskedFrame] => [pane, { frame: frames[index] ?? 0, direction: 1 }])));
  };
  useFrameTime({
    playing,
    // As in the viewer, a frame may be late as long as its own time is not up; who waited for all at every change would lose time at each.
    ready: together === null || nextToChange(together, clips).every((index) => isThere(panes[index] ?? 0)),
    moment: together,
    lasts: together === null ? 0 : untilNext(together, clips) / pace.rate,
  }, () => {
    if (together === null) return;
    const next = playOn(together, clips, pace.mode);
    put(next);
    if (isOver(next)) setPlaying(false);
  });
  if (lead === undefined || medium === undefined) return null;

  const step = (by: number) => {
    setPlaying(false);
    setTogether(null);
    compared.step(moving, by);
  };
  return {
    lead,
    medium,
    playback: {
      frame,
      playing,
      rate: pace.rate,
      mode: pace.mode,
      step,
      goTo: (next) => step(next - frame),
      first: () => step(Number.NEGATIVE_INFINITY),
      last: () => step(Number.POSITIVE_INFINITY),
      toggle: () => {
        const start = together ?? startTogether(clips, panes.map((pane) => compared.askedOf(pane).frame));
        if (!playing) put(isOver(start) ? beginAgain(start, clips, start.at) : start);
        setPlaying(!playing);
      },
      changeRate: pace.changeRate,
      changeMode: pace.changeMode,
    },
  };
}

/** The times of its frames, as far as they are known: else as the one that is shown. */
function clipOf(medium: PaneFrames | undefined): Clip {
  if (medium === undefined) return { frameCount: 1, lasts: () => shownMilliseconds(null) };
  const { contentType, frameCount, delays, shownDelay } = medium;
  return { frameCount, lasts: (frame) => shownMilliseconds(delays === null ? shownDelay : (delays[frame] ?? null), timingOf(contentType)) };
}
