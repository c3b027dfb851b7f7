import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef, type PointerEvent } from 'react';
import classes from './Sound.module.css';

export interface WaveformProps {
  /** Lowest and highest by turns, -1 to 1; NaN: not read yet. Null before the first. */
  readonly peaks: Float32Array | null;
  /** Seconds. */
  readonly duration: number;
  readonly time: number;
  /** Seconds of the moments that have a note. */
  readonly marks: readonly number[];
  readonly onSeek: (time: number) => void;
}

const waveColour = '#7cbdd1';
/** What is nearly silent is still seen to be there. Pixels. */
const thinnest = 1;

/** What is heard over the whole recording; a press or a drag goes there. By keyboard the slider below it does the same. */
export function Waveform({ peaks, duration, time, marks, onSeek }: WaveformProps) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (canvas.current === null || context === null || context === undefined) return;
    const scale = window.devicePixelRatio;
    Object.assign(canvas.current, { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) });
    if (peaks !== null) drawWave(context, peaks);
  }, [peaks, width, height]);

  const seek = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onSeek(((event.clientX - box.left) / box.width) * duration);
  };
  const left = (seconds: number) => `${String((seconds / duration) * 100)}%`;
  return (
    <div
      ref={ref} className={classes['wave']} role="presentation" data-testid="waveform"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        seek(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seek(event);
      }}
    >
      <canvas ref={canvas} aria-hidden />
      {marks.map((mark) => <div key={mark} className={classes['pin']} style={{ left: left(mark) }} />)}
      <div className={classes['hand']} style={{ left: left(time) }} />
    </div>
  );
}

/** Every column of pixels shows the extremes of all parts that lie in it. */
function drawWave(context: CanvasRenderingContext2D, peaks: Float32Array): void {
  const { width, height } = context.canvas;
  const parts = peaks.length / 2;
  context.clearRect(0, 0, width, height);
  context.fillStyle = waveColour;
  for (let x = 0; x < width; x += 1) {
    const first = Math.floor((x * parts) / width);
    const last = Math.max(first + 1, Math.floor(((x + 1) * parts) / width));
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let part = first; part < last; part += 1) {
      const [lowest = Number.NaN, highest = Number.NaN] = [peaks[2 * part], peaks[2 * part + 1]];
      if (lowest < low) low = lowest;
      if (highest > high) high = highest;
    }
    if (low > high) continue;
    const top = ((1 - Math.min(1, high)) / 2) * height;
    const bottom = ((1 - Math.max(-1, low)) / 2) * height;
    context.fillRect(x, top, 1, Math.max(thinnest, bottom - top));
  }
}
