import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import classes from './FrameStrip.module.css';
import { thumbnailSide, useThumbnails } from './useThumbnails.ts';

export interface FrameStripProps {
  readonly mediaId: string;
  /** Height of a pixel over its width. */
  readonly pixelAspect: number;
  readonly frameCount: number;
  /** Counted from 0. */
  readonly frame: number;
  /** Frames that carry drawings. */
  readonly marks: readonly number[];
  readonly onGo: (frame: number) => void;
}

const cell = thumbnailSide + 8;

/** The frames in a row, those in sight only. One stop for Tab; the arrows are the frames' anyway, and the focus goes with them. */
export function FrameStrip({ mediaId, pixelAspect, frameCount, frame, marks, onGo }: FrameStripProps) {
  // The virtualizer answers from its own state; memoised answers would be stale.
  'use no memo';
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    horizontal: true, count: frameCount, getScrollElement: () => scroller.current, estimateSize: () => cell, overscan: 4,
    initialOffset: Math.max(0, frame * cell - window.innerWidth / 2),
  });
  const items = virtual.getVirtualItems();
  const thumbnails = useThumbnails(mediaId, items.map(({ index }) => index).toSorted((a, b) => Math.abs(a - frame) - Math.abs(b - frame)), pixelAspect);
  const { scrollToIndex } = virtual;
  useEffect(() => {
    scrollToIndex(frame, { align: 'auto' });
    const strip = scroller.current;
    if (strip?.contains(document.activeElement) !== true) return undefined;
    // It may have to be drawn first.
    const drawn = requestAnimationFrame(() => strip.querySelector<HTMLElement>('[aria-current]')?.focus({ preventScroll: true }));
    return () => cancelAnimationFrame(drawn);
  }, [frame, scrollToIndex]);
  return (
    <div ref={scroller} role="group" aria-label="Frame strip" className={classes['strip']}>
      <div className={classes['row']} style={{ width: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <button
            key={index} type="button" className={classes['cell']} style={{ width: cell, transform: `translateX(${String(start)}px)` }} tabIndex={index === frame ? 0 : -1}
            aria-label={`Frame ${String(index + 1)}${marks.includes(index) ? ', has drawings' : ''}`} aria-current={index === frame || undefined} onClick={() => onGo(index)}
          >
            <Thumbnail picture={thumbnails.get(index)} />
            <span className={classes['number']}>{marks.includes(index) ? <span className={classes['mark']} /> : null}{index + 1}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

function Thumbnail({ picture }: { readonly picture: OffscreenCanvas | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (picture === undefined || canvas.current === null) return;
    Object.assign(canvas.current, { width: picture.width, height: picture.height });
    canvas.current.getContext('2d')?.drawImage(picture, 0, 0);
  }, [picture]);
  return <span className={classes['picture']}><canvas ref={canvas} aria-hidden data-drawn={picture !== undefined} width={1} height={1} /></span>;
}
