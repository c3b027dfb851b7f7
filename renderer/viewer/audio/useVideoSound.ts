import { useEffect, useMemo, useRef, useState } from 'react';
import type { FrameDurations } from '../frames/frameSource.ts';
import { useSoundReading } from './useSoundReading.ts';

/** `none`: the video has no sound. `muted`: it has, and it is not heard at this speed. `unplayable`: it has, and nothing here makes it heard. */
export type VideoSound = 'none' | 'heard' | 'muted' | 'unplayable';

export interface PlayedFrames {
  readonly playing: boolean;
  /** Multiple of the recorded speed. */
  readonly rate: number;
  /** The frame on the screen; null before the first. */
  readonly shown: number | null;
  readonly durations: FrameDurations | null;
}

/** Seconds. Below that nobody hears sound and picture apart (ITU-R BT.1359-1: 45 ms early to 125 ms late is not noticed). */
const mostApart = 0.1;
/** Milliseconds a frame may be late before the sound waits for it, too. */
const patience = 250;

/**
 * The sound of a video while its frames play. The frames lead: each is shown when it is decoded, and the sound follows, is put back to them when
 * it is apart, and waits when they do. Only at the recorded speed.
 * @param path null: nothing is read.
 */
export function useVideoSound(path: string | null, { playing, rate, shown, durations }: PlayedFrames): VideoSound {
  const { sound } = useSoundReading(path, 0);
  const audio = useRef<HTMLAudioElement | null>(null);
  const [broken, setBroken] = useState(false);
  const there = sound !== undefined && sound !== null;
  const starts = useMemo(() => startsOf(durations ?? []), [durations]);

  useEffect(() => {
    if (!there || path === null) return undefined;
    const element = new Audio(path);
    element.preload = 'auto';
    const breakDown = () => setBroken(true);
    element.addEventListener('error', breakDown);
    audio.current = element;
    return () => {
      element.removeEventListener('error', breakDown);
      element.pause();
      // Lets go of the connection and of what was read ahead.
      element.removeAttribute('src');
      element.load();
      audio.current = null;
    };
  }, [there, path]);

  const sounds = playing && rate === 1;
  useEffect(() => {
    if (!sounds) audio.current?.pause();
  }, [sounds]);

  useEffect(() => {
    const element = audio.current;
    const start = shown === null ? undefined : starts[shown];
    if (!sounds || element === null || shown === null || start === undefined) return undefined;
    const due = (sound?.pictureStart ?? 0) + start / 1000;
    if (element.paused || Math.abs(element.currentTime - due) > mostApart) element.currentTime = due;
    // A window nobody has touched yet may not sound; then the frames play on in silence.
    if (element.paused && due < (sound?.duration ?? 0)) element.play().catch(() => undefined);
    const waits = setTimeout(() => element.pause(), (durations?.[shown] ?? 0) + patience);
    return () => clearTimeout(waits);
  }, [sounds, shown, starts, durations, sound]);

  if (!there) return 'none';
  if (broken) return 'unplayable';
  return rate === 1 ? 'heard' : 'muted';
}

/** When each frame begins, milliseconds after the first. */
function startsOf(durations: FrameDurations): Float64Array {
  const starts = new Float64Array(durations.length);
  for (let frame = 1; frame < starts.length; frame += 1) starts[frame] = (starts[frame - 1] ?? 0) + (durations[frame - 1] ?? 0);
  return starts;
}
