import { Loader, Text } from '@mantine/core';
import { useEffect, useEffectEvent, useMemo, useRef, useState, useSyncExternalStore, type CSSProperties } from 'react';
import { alignedToPixels } from '../../shared/geometry/alignedToPixels.ts';
import { viewOf, type LookChange } from '../../shared/geometry/looking.ts';
import type { PictureSize, Size } from '../../shared/geometry/viewTransform.ts';
import type { MediaDetail } from '../../shared/ipc/contract.ts';
import { LayersOverlay } from '../annotate/index.ts';
import { FailureMessage } from '../ui/index.ts';
import { asTheFileIs, CannotShow, FetchContent, IdentitySign, OrientationSign, PartInView, PictureCanvas, useFrames, useLook, usePartInView, usePictureSize, usePointer, windowFacts } from '../viewer/index.ts';
import { Caption } from './Caption.tsx';
import classes from './Compare.module.css';
import type { ComparedFrames } from './ComparedFrames.ts';
import type { Pane } from './compareState.ts';
import type { PaneWindow } from './linkedWindow.ts';

export interface ComparePaneProps {
  readonly detail: MediaDetail;
  readonly index: number;
  readonly pane: Pane;
  readonly compared: ComparedFrames;
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
  readonly onOpened: (size: PictureSize, frameCount: number) => void;
  readonly onActivate: () => void;
  /** null: it is not grey. */
  readonly onWindow: (window: PaneWindow | null) => void;
  /** Drags change the window instead of moving the picture. */
  readonly onWindowDrag: ((dx: number, dy: number) => void) | null;
  readonly onLook: (change: LookChange) => void;
}

/** One of the pictures, its drawings, and what it is. It stays decoded while it is out of sight. */
export function ComparePane({ detail, index, pane, compared, viewport, since, shown, active, onTop, pixels, drawings, onOpened, onActivate, onWindow, onWindowDrag, onLook }: ComparePaneProps) {
  const { view: media, layers } = detail;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [surface, setSurface] = useState<HTMLDivElement | null>(null);
  const [attempt, setAttempt] = useState(0);
  const { paint, grey } = useLook(canvas, asTheFileIs);
  const { frames, show, showPart } = useFrames(media.id, `${String(attempt)} ${String(media.available)}`, paint);
  const open = frames.phase === 'open' ? frames : null;
  const [size, frameCount] = [usePictureSize(open), open?.frameCount];
  useEffect(() => {
    if (size !== null && frameCount !== undefined) onOpened(size, frameCount);
  }, [size, frameCount, onOpened]);
  const modality = open?.dicom?.modality ?? null;
  const { shown: greyShown, inverted } = grey;
  const facts = useMemo(() => windowFacts({ shown: greyShown, inverted }, modality), [greyShown, inverted, modality]);
  // What acts on it reads what it needs when it acts: telling it anew with each thing to say is often enough.
  const tell = useEffectEvent(() => onWindow(facts === null ? null : { window: grey, facts }));
  useEffect(() => tell(), [facts]);
  useEffect(() => compared.tell(index, open), [compared, index, open]);
  const asked = useSyncExternalStore(compared.subscribe, () => compared.askedOf(index));
  useEffect(() => {
    // Out of sight it stays where it is, and costs nobody who plays the others anything.
    if (shown && frameCount !== undefined && frameCount > 1) show(Math.min(asked.frame, frameCount - 1), asked.direction);
  }, [shown, frameCount, asked, show]);

  const { looking, picture } = pane;
  const view = useMemo(() => alignedToPixels(viewOf(looking, picture?.size ?? { ...viewport, pixelAspect: 1 }, viewport), window.devicePixelRatio), [looking, picture, viewport]);
  const part = usePartInView(frames, showPart, view, viewport);
  const pointer = usePointer(surface, {
    onPan: (dx, dy) => onLook({ kind: 'pan', dx, dy }),
    onZoom: (factor, anchor) => onLook({ kind: 'zoom', factor, anchor }),
    onPress: onActivate,
    onMove: () => undefined,
    onRelease: () => undefined,
    onDoublePress: () => undefined,
    onAbandon: () => undefined,
    onDrag: onWindowDrag,
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
        {facts === null ? null : <span className={classes['window']} data-testid="look">{facts.words}</span>}
        {open?.dicom === undefined || open.dicom === null ? null : <IdentitySign patient={open.dicom.patient} chart={detail.identity} />}
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
