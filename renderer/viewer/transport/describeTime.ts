import { frameStart, shownMilliseconds, type Timing } from '../../../shared/frames/frameClock.ts';

/** "0:01.20 / 0:04.00": when the frame begins, and how long one round is. Delays in milliseconds as recorded. */
export function describeTime(delays: readonly (number | null)[] | null, frame: number, timing: Timing = 'animation'): string | null {
  if (delays === null) return null;
  const shown = delays.map((delay) => shownMilliseconds(delay, timing));
  return `${clock(frameStart(shown, frame))} / ${clock(frameStart(shown, shown.length))}`;
}

function clock(milliseconds: number): string {
  const hundredths = Math.round(milliseconds / 10);
  const seconds = Math.floor(hundredths / 100);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}.${String(hundredths % 100).padStart(2, '0')}`;
}
