/**
 * Media that play at once: by time, each at its own rate, from where it stands. How far apart they are when they start, they stay; a round lasts
 * from the first that begins to the last that ends, and meanwhile the others stand at their first or last frame. DICOM's synchronization by
 * "TIME" (PS3.3, C.11.17.1.5). Pure: the caller brings the time.
 */

import type { PlayMode } from './playOrder.ts';

/** Milliseconds: a picture of a common screen. Changes that are no further apart are made as one: nobody would see them apart. */
const screenPicture = 16;

export interface Clip {
  readonly frameCount: number;
  /** Milliseconds at rate 1, above 0. It may come to know better while it plays. */
  readonly lasts: (frame: number) => number;
}

interface Place {
  readonly frame: number;
  /** When the frame began, in milliseconds on their common clock. */
  readonly began: number;
  /** The last frame has had its time. */
  readonly ended: boolean;
}

export interface Together {
  /** Milliseconds on their common clock, at rate 1. */
  readonly at: number;
  readonly places: readonly Place[];
  /** The frames at which they stood beside each other. */
  readonly apart: readonly number[];
}

/** There is no back and forth: what waits for the others at an end would have to wait for its turn there once more. */
export type TogetherMode = Exclude<PlayMode, 'bounce'>;

export function startTogether(clips: readonly Clip[], frames: readonly number[]): Together {
  return { at: 0, apart: frames, places: clips.map(({ frameCount }, index) => ({ frame: frames[index] ?? 0, began: 0, ended: frameCount < 2 })) };
}

export function framesTogether({ places }: Together): readonly number[] {
  return places.map(({ frame }) => frame);
}

/** Nothing changes any more. */
export function isOver({ places }: Together): boolean {
  return places.every(({ ended }) => ended);
}

/** @returns milliseconds at rate 1; Infinity when it is over. */
export function untilNext(together: Together, clips: readonly Clip[]): number {
  return nextEnd(together, clips) - together.at;
}

/** @returns of which clips the frame, or the time of the last one, is over at the next change. */
export function nextToChange(together: Together, clips: readonly Clip[]): readonly number[] {
  const before = nextEnd(together, clips) + screenPicture;
  return endsOf(together, clips).flatMap((end, index) => (end < before ? [index] : []));
}

/** What is seen after the next change; over only once everything has ended and nothing begins again. */
export function playOn(together: Together, clips: readonly Clip[], mode: TogetherMode): Together {
  const at = nextEnd(together, clips);
  if (at === Number.POSITIVE_INFINITY) return together;
  const ends = endsOf(together, clips);
  const changing = nextToChange(together, clips);
  const places = together.places.map((place, index) => {
    if (!changing.includes(index)) return place;
    const last = place.frame + 1 >= (clips[index]?.frameCount ?? 0);
    return last ? { ...place, ended: true } : { frame: place.frame + 1, began: ends[index] ?? 0, ended: false };
  });
  const next = { ...together, at, places };
  if (!isOver(next)) return next;
  return mode === 'once' ? next : { ...beginAgain(together, clips, Math.max(...ends.filter(Number.isFinite))), at };
}

/** From the beginning, as far apart as they were. @param at when, on their common clock. */
export function beginAgain(together: Together, clips: readonly Clip[], at: number): Together {
  const reached = clips.map((clip, index) => (clip.frameCount < 2 ? 0 : startOf(clip, together.apart[index] ?? 0)));
  const furthest = Math.max(...reached);
  return { ...together, at, places: clips.map(({ frameCount }, index) => ({ frame: 0, began: at + furthest - (reached[index] ?? 0), ended: frameCount < 2 })) };
}

function startOf({ lasts }: Clip, frame: number): number {
  return Array.from({ length: frame }, (_, before) => lasts(before)).reduce((sum, duration) => sum + duration, 0);
}

/** On their common clock; Infinity for what has ended. */
function endsOf({ places }: Together, clips: readonly Clip[]): readonly number[] {
  return places.map(({ frame, began, ended }, index) => (ended ? Number.POSITIVE_INFINITY : began + (clips[index]?.lasts(frame) ?? 0)));
}

function nextEnd(together: Together, clips: readonly Clip[]): number {
  return Math.min(...endsOf(together, clips));
}
