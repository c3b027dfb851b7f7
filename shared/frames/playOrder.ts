/** What comes after the last frame. */
export const playModes = ['once', 'loop', 'bounce'] as const;
export type PlayMode = (typeof playModes)[number];

/** Frames counted from 0, both played; `from` is never after `to`. */
export interface FrameRange {
  readonly from: number;
  readonly to: number;
}

export interface Played {
  readonly frame: number;
  readonly direction: -1 | 1;
}

/** @returns the frame to play after this one, and which way it goes on; null where playing ends. From outside, it goes to the range's beginning. */
export function nextPlayed({ frame, direction }: Played, { from, to }: FrameRange, mode: PlayMode): Played | null {
  if (frame < from || frame > to) return { frame: from, direction: 1 };
  if (from === to) return null;
  // Only back and forth ever plays backwards.
  const way = mode === 'bounce' ? direction : 1;
  const next = frame + way;
  if (next >= from && next <= to) return { frame: next, direction: way };
  if (mode === 'once') return null;
  return mode === 'loop' ? { frame: from, direction: 1 } : { frame: frame - way, direction: way === 1 ? -1 : 1 };
}

/**
 * Puts one end of the range at a frame. An end that would come to lie beyond the other frees the other.
 * @param range null: all frames.
 * @returns null when all frames are in it.
 */
export function markRange(range: FrameRange | null, end: 'from' | 'to', frame: number, frameCount: number): FrameRange | null {
  const { from, to } = range ?? { from: 0, to: frameCount - 1 };
  const marked = end === 'from' ? { from: frame, to: to < frame ? frameCount - 1 : to } : { from: from > frame ? 0 : from, to: frame };
  return marked.from === 0 && marked.to === frameCount - 1 ? null : marked;
}
