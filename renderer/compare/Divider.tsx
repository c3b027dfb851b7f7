import { IconArrowsHorizontal } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import classes from './Compare.module.css';

export interface DividerProps {
  /** Of the width, 0 … 1. */
  readonly at: number;
  readonly onMove: (at: number) => void;
}

const steps: Readonly<Record<string, number>> = { ArrowLeft: -0.02, ArrowRight: 0.02, ArrowDown: -0.02, ArrowUp: 0.02, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 };

/** Between two pictures on top of each other; drawn, or moved by the arrows. It has the focus as soon as it is there. */
export function Divider({ at, onMove }: DividerProps) {
  const handle = useRef<HTMLDivElement>(null);
  useEffect(() => handle.current?.focus({ preventScroll: true }), []);
  const percent = Math.round(at * 100);
  return (
    <div
      ref={handle} role="slider" tabIndex={0} className={classes['divider']} style={{ left: `${String(at * 100)}%` }}
      aria-label="Divider" aria-orientation="horizontal" aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} aria-valuetext={`${String(percent)} % earlier, ${String(100 - percent)} % later`}
      onKeyDown={(event) => {
        const step = steps[event.key];
        if (step === undefined || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        // The arrows are the frames' otherwise.
        event.stopPropagation();
        onMove(at + step);
      }}
      onPointerDown={(event) => {
        if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const stage = event.currentTarget.parentElement?.getBoundingClientRect();
        if (stage !== undefined && event.currentTarget.hasPointerCapture(event.pointerId)) onMove((event.clientX - stage.left) / stage.width);
      }}
    >
      <span className={classes['knob']}><IconArrowsHorizontal size={22} aria-hidden /></span>
    </div>
  );
}
