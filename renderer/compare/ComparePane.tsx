import { Loader, Text } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState, type CSSProperties } from 'react';
import { alignedToPixels } from '../../shared/geometry/alignedToPixels.ts';
import { viewOf, type LookChange } from '../../shared/geometry/looking.ts';
import type { Size } from '../../shared/geometry/viewTransform.ts';
import type { MediaDetail } from '../../shared/ipc/contract.ts';
import { LayersOverlay } from '../annotate/index.ts';
import { FailureMessage } from '../ui/index.ts';
import { CannotShow, FetchContent, OrientationSign, paintFrame, PartInView, PictureCanvas, useFrames, usePartInView, usePointer, type FramePixels } from '../viewer/index.ts';
import { Caption } from './Caption.tsx';
import classes from './Compare.module.css';
import type { Pane } from './compareState.ts';

export interface ComparePaneProps {
  readonly detail: MediaDetail;
  readonly pane: Pane;
  readonly viewport: Size;
  /** From the pictures before this one, as words. */
  readonly since: readonly string[];
  readonly shown: boolean;
  readonly active: boolean;
  /** Lies on another one. */
  readonly onTop: boolean;
  /** Of its pixels: what of them is seen. */
  readonly pixels: CSSProperties;
  readonly drawings: boolean;
  readonly onOpened: (size: Size, frameCount: number) => void;
  readonly onActivate: () => void;
  readonly onLook: (change: LookChange) => void;
}

/** One of the pictures, its drawings, and what it is. It stays decoded while it is out of sight. */
export function ComparePane({ detail, pane, viewport, since, shown, active, onTop, pixels, drawings, onOpened, onActivate, onLook }: ComparePaneProps) {
  const { view: media, layers } = detail;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [surface, setSurface] = useState<HTMLDivElement | null>(null);
  const [attempt, setAttempt] = useState(0);
  const paint = useCallback((pixels: FramePixels, frame: number) => {
    if (canvas.current !== null) paintFrame(canvas.current, pixels, frame);
    return undefined;
  }, []);
  const { frames, show, showPart } = useFrames(media.id, `${String(attempt)} ${String(media.available)}`, paint);
  const open = frames.phase === 'open' ? frames : null;
  const [width, height, frameCount] = [open?.width, open?.height, open?.frameCount];
  useEffect(() => {
    if (width !== undefined && height !== undefined && frameCount !== undefined) onOpened({ width, height }, frameCount);
  }, [width, height, frameCount, onOpened]);
  useEffect(() => {
    if (frameCount !== undefined && frameCount > 1) show(pane.frame, 1);
  }, [frameCount, pane.frame, show]);

  const { looking, picture } = pane;
  const view = useMemo(() => alignedToPixels(viewOf(looking, picture?.size ?? viewport, viewport), window.devicePixelRatio), [looking, picture, viewport]);
  const part = usePartInView(frames, showPart, view, viewport);
  const pointer = usePointer(surface, {
    onPan: (dx, dy) => onLook({ kind: 'pan', dx, dy }),
    onZoom: (factor, anchor) => onLook({ kind: 'zoom', factor, anchor }),
    onPress: onActivate,
    onMove: () => undefined,
    onRelease: () => undefined,
    onDoublePress: () => undefined,
    onAbandon: () => undefined,
    onDrag: null,
    pansAt: () => true,
    spaceHeld: () => false,
    onSpaceDrag: () => undefined,
  });
  const shownFrame = open?.shown ?? 0;
  return (
    <section className={classes['pane']} hidden={!shown} aria-label={media.title} data-active={active} data-on-top={onTop} data-testid="compare-pane" aria-current={active || undefined}>
      <div ref={setSurface} className={classes['surface']} {...pointer}>
        <div className={classes['pixels']} data-testid="compare-pixels" style={{ ...pixels, visibility: open === null || open.shown === null ? 'hidden' : 'visible' }}>
          <PictureCanvas canvas={canvas} view={view} label={media.title} />
          {part === null ? null : <PartInView part={part} view={view} />}
          {drawings ? <LayersOverlay layers={layers} frame={shownFrame} view={view} viewport={viewport} /> : null}
        </div>
        <OrientationSign orientation={looking.orientation} />
        <Instead frames={frames} detail={detail} onRetry={() => setAttempt(attempt + 1)} />
      </div>
      <Caption media={media} since={since} frame={frameCount === undefined || frameCount < 2 ? null : { number: shownFrame + 1, count: frameCount }} />
    </section>
  );
}

function Instead({ frames, detail: { view: media }, onRetry }: { readonly frames: ReturnType<typeof useFrames>['frames']; readonly detail: MediaDetail; readonly onRetry: () => void }) {
  if (frames.phase === 'open') return null;
  if (frames.phase === 'loading') return frames.loaded === 0 ? null : <div className={classes['instead']} role="status"><Text size="sm"><Loader size={14} mr="sm" />Opening</Text></div>;
  return (
    <div className={classes['instead']}>
      {frames.failure.code === 'local.blob-missing' || !media.available
        ? <FetchContent mediaId={media.id} onFetched={onRetry} />
        : frames.failure.code.startsWith('data.') ? <CannotShow contentType={media.contentType} failure={frames.failure} /> : <FailureMessage failure={{ code: 'local.blob-corrupt' }} onRetry={onRetry} />}
    </div>
  );
}
