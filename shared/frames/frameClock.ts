/** The times of an animation's frames and the ways to go from one to another. Pure: the caller brings the time. */

/** Rates the transport offers, as multiples of the recorded speed. */
export const playbackRates = [0.1, 0.25, 0.5, 1, 2, 4] as const;
export type PlaybackRate = (typeof playbackRates)[number];

/** Milliseconds. */
const shortestDelay = 10;
const usualDelay = 100;

/** Whose delays they are: an animation's may be unset, a video's come from its clock. */
export type Timing = 'animation' | 'video';

export function timingOf(contentType: string): Timing {
  return contentType.startsWith('video/') ? 'video' : 'animation';
}

/**
 * How long a frame is shown, in milliseconds at rate 1. An animation's delay of 10 ms or less means "unset" in practice: every browser shows
 * such a frame for 100 ms, and so do the programs that made it.
 */
export function shownMilliseconds(delay: number | null, timing: Timing = 'animation'): number {
  return delay === null || delay <= (timing === 'video' ? 0 : shortestDelay) ? usualDelay : delay;
}

/** @returns when frame `index` begins, in milliseconds from the start of the animation. */
export function frameStart(delays: readonly number[], index: number): number {
  return delays.slice(0, index).reduce((sum, delay) => sum + delay, 0);
}

/**
 * @param delays how long each frame is shown, milliseconds, each above 0.
 * @param time milliseconds since the animation began, at rate 1.
 * @returns the frame shown then and how long it still is; without `loop` the last frame stays (`remaining` Infinity).
 */
export function frameAt(delays: readonly number[], time: number, loop: boolean): { readonly frame: number; readonly remaining: number } {
  const total = frameStart(delays, delays.length);
  if (delays.length === 0 || total <= 0) return { frame: 0, remaining: Number.POSITIVE_INFINITY };
  if (!loop && time >= total) return { frame: delays.length - 1, remaining: Number.POSITIVE_INFINITY };
  let left = loop ? ((time % total) + total) % total : Math.max(0, time);
  for (const [frame, delay] of delays.entries()) {
    if (left < delay) return { frame, remaining: delay - left };
    left -= delay;
  }
  return { frame: delays.length - 1, remaining: 0 };
}

/** @returns the frame `by` steps from `frame` (negative: back); past an end it goes round with `loop`, else stays at the end. */
export function stepFrame(frame: number, by: number, frameCount: number, loop: boolean): number {
  if (frameCount <= 1) return 0;
  const next = frame + by;
  if (loop) return ((next % frameCount) + frameCount) % frameCount;
  return Math.min(frameCount - 1, Math.max(0, next));
}

/** @returns the next slower (-1) or faster (1) rate, or the same one at either end. */
export function stepRate(rate: PlaybackRate, by: -1 | 1): PlaybackRate {
  return playbackRates[playbackRates.indexOf(rate) + by] ?? rate;
}

/**
 * How fast frames follow each other, over all whose delays are known, else as the one that is shown.
 * @param delays milliseconds as recorded, null while they are not known.
 * @returns frames per second at `rate`.
 */
export function framesPerSecond(delays: readonly (number | null)[] | null, shownDelay: number | null, rate: number, timing: Timing = 'animation'): number {
  const measured = delays === null || delays.length === 0 ? [shownDelay] : delays;
  const shown = measured.map((delay) => shownMilliseconds(delay, timing));
  return (rate * 1000 * shown.length) / frameStart(shown, shown.length);
}
