import { useEffect, useRef, useState } from 'react';
import { stepRate, type PlaybackRate } from '../../../shared/frames/frameClock.ts';

export interface SoundPlayer {
  readonly playing: boolean;
  /** Seconds from the beginning. */
  readonly time: number;
  readonly rate: PlaybackRate;
  /** The browser makes no sound of it. */
  readonly broken: boolean;
  readonly toggle: () => void;
  /** Seconds; the nearest end for what lies outside. */
  readonly seek: (time: number) => void;
  readonly changeRate: (by: -1 | 1) => void;
}

/** Seconds: the hand over the waveform moves in steps a person cannot see. */
const seenStep = 0.03;

/** Plays one recording. @param path null: there is nothing to play. @param duration seconds; null while nobody knows. */
export function useSoundPlayer(path: string | null, duration: number | null): SoundPlayer {
  const audio = useRef<HTMLAudioElement | null>(null);
  const [playing, setPlaying] = useState(false);
  const [time, setTime] = useState(0);
  const [rate, setRate] = useState<PlaybackRate>(1);
  const [broken, setBroken] = useState(false);

  useEffect(() => {
    if (path === null) return undefined;
    const element = new Audio(path);
    element.preload = 'metadata';
    audio.current = element;
    const follow = () => setTime(element.currentTime);
    const play = () => setPlaying(true);
    const pause = () => {
      setPlaying(false);
      follow();
    };
    const breakDown = () => setBroken(true);
    const heard = [['play', play], ['pause', pause], ['ended', pause], ['seeked', follow], ['error', breakDown]] as const;
    for (const [name, listener] of heard) element.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of heard) element.removeEventListener(name, listener);
      element.pause();
      // Lets go of the connection and of what was read ahead.
      element.removeAttribute('src');
      element.load();
      audio.current = null;
    };
  }, [path]);

  useEffect(() => {
    if (!playing) return undefined;
    let next = requestAnimationFrame(function look() {
      const now = audio.current?.currentTime ?? 0;
      setTime((before) => (Math.abs(now - before) < seenStep ? before : now));
      next = requestAnimationFrame(look);
    });
    return () => cancelAnimationFrame(next);
  }, [playing]);

  const seek = (to: number) => {
    const end = duration ?? audio.current?.duration ?? 0;
    const bounded = Math.min(Math.max(0, to), Number.isFinite(end) ? end : to);
    if (audio.current !== null) audio.current.currentTime = bounded;
    setTime(bounded);
  };
  return {
    playing, time, rate, broken, seek,
    toggle: () => {
      const element = audio.current;
      if (element === null) return;
      // Refused to play: the element says so by itself ('error'), or nobody touched the window yet.
      if (element.paused) void element.play().catch(() => setPlaying(false));
      else element.pause();
    },
    changeRate: (by) => {
      const next = stepRate(rate, by);
      setRate(next);
      if (audio.current !== null) audio.current.playbackRate = next;
    },
  };
}
