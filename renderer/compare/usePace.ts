import { useState } from 'react';
import { stepRate, type PlaybackRate } from '../../shared/frames/frameClock.ts';
import type { TogetherMode } from '../../shared/frames/playTogether.ts';

/** How what is compared plays; one for all. */
export interface Pace {
  readonly rate: PlaybackRate;
  readonly mode: TogetherMode;
  readonly changeRate: (by: -1 | 1) => void;
  readonly changeMode: () => void;
}

export function usePace(): Pace {
  const [rate, setRate] = useState<PlaybackRate>(1);
  const [mode, setMode] = useState<TogetherMode>('loop');
  return { rate, mode, changeRate: (by) => setRate(stepRate(rate, by)), changeMode: () => setMode(mode === 'loop' ? 'once' : 'loop') };
}
