import { useEffect, useEffectEvent, useRef } from 'react';

export interface FrameTime {
  readonly playing: boolean;
  /** What is asked for is on the screen. Playing waits for what is late instead of skipping it: nothing goes unseen. */
  readonly ready: boolean;
  /** Another value with every frame. */
  readonly moment: unknown;
  /** Milliseconds at the rate that plays. */
  readonly lasts: number;
}

/** Says when the time of what is shown is up: each time that much after the last, not a timer's lateness later; only a frame that came too late moves the rest. */
export function useFrameTime({ playing, ready, moment, lasts }: FrameTime, onOver: () => void): void {
  /** When what plays should have begun; null: it is the first. */
  const began = useRef<number | null>(null);
  const over = useEffectEvent(onOver);
  useEffect(() => {
    if (!playing) began.current = null;
  }, [playing]);
  useEffect(() => {
    if (!playing || !ready) return undefined;
    const now = performance.now();
    const due = Math.max(now, (began.current ?? now) + lasts);
    const timer = setTimeout(() => {
      began.current = due;
      over();
    }, due - now);
    return () => clearTimeout(timer);
  }, [playing, ready, moment, lasts]);
}
