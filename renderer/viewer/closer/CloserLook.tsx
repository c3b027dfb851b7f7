import { useEffect, useEffectEvent, useMemo, useRef, useState, type RefObject } from 'react';
import { partAround } from '../../../shared/frames/pictureParts.ts';
import { screenToImage } from '../../../shared/geometry/screenToImage.ts';
import { screenToImageVector } from '../../../shared/geometry/screenToImageVector.ts';
import { imagePoint, screenPoint, type ImagePoint } from '../../../shared/geometry/spaces.ts';
import type { Size, ViewTransform } from '../../../shared/geometry/viewTransform.ts';
import { useKeyTable } from '../../ui/index.ts';
import type { FramesState, ShowPart } from '../frames/useFrames.ts';
import { useAskedPart } from '../frames/usePartInView.ts';
import { closerKeys } from '../keys.ts';
import classes from './CloserLook.module.css';
import { glassExtent, Magnifier, type Painted } from './Magnifier.tsx';
import { describePixel, type PixelReader } from './pixelValue.ts';
import { readCanvasPixel } from './readCanvasPixel.ts';
import { readPartPixel } from './readPartPixel.ts';
import type { CloserState } from './useCloserLook.ts';

export interface CloserLookProps {
  readonly closer: CloserState;
  readonly surface: HTMLElement | null;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly image: Size;
  readonly view: ViewTransform;
  readonly viewport: Size;
  readonly frames: FramesState;
  readonly showPart: ShowPart;
  /** Where the pixels come from that the canvas does not have: values as recorded. */
  readonly readPixel?: PixelReader | undefined;
}

/** Image pixels around the spot that are decoded at least: a pointer that moves a little asks for nothing new. */
const leastExtent = 256;

/** Magnifier and pixel probe over one spot: where the pointer was last, else the middle; the keys move it on. */
export function CloserLook({ closer, surface, canvas, image, view, viewport, frames, showPart, readPixel }: CloserLookProps) {
  const { magnifier, probe } = closer;
  const [pointed, setPointed] = useState<ImagePoint | null>(null);
  const onImage = useMemo(() => {
    const { x, y } = pointed ?? screenToImage(view, screenPoint(viewport.width / 2, viewport.height / 2));
    return imagePoint(clamp(x, image.width), clamp(y, image.height));
  }, [pointed, view, viewport, image]);

  const move = useEffectEvent((event: PointerEvent) => {
    if (surface === null || !(magnifier || probe)) return;
    const box = surface.getBoundingClientRect();
    setPointed(screenToImage(view, screenPoint(event.clientX - box.left, event.clientY - box.top)));
  });
  useEffect(() => {
    if (surface === null) return undefined;
    const onMove = (event: PointerEvent) => move(event);
    surface.addEventListener('pointermove', onMove);
    return () => surface.removeEventListener('pointermove', onMove);
  }, [surface]);

  const nudge = (right: number, down: number) => () => {
    const by = screenToImageVector(view, right, down);
    setPointed(imagePoint(clamp(onImage.x + by.x, image.width), clamp(onImage.y + by.y, image.height)));
  };
  useKeyTable(closerKeys, {
    magnifier: closer.toggleMagnifier, probe: closer.toggleProbe, squares: closer.toggleSquares,
    ...(magnifier || probe ? {
      left: nudge(-1, 0), right: nudge(1, 0), up: nudge(0, -1), down: nudge(0, 1), farLeft: nudge(-10, 0), farRight: nudge(10, 0), farUp: nudge(0, -10), farDown: nudge(0, 10),
    } : {}),
  });
  const open = frames.phase === 'open' ? frames : null;
  const [frame, parts, reduced] = [open?.shown ?? null, open?.parts, (open?.reducedTo ?? null) !== null];
  const extent = Math.max(leastExtent, magnifier ? glassExtent(view.scale) : 0);
  useAskedPart(frames, showPart, 'spot', reduced && (magnifier || probe) ? partAround(onImage, extent, image) : null);
  const painted = useMemo((): Painted => ({ frame, parts: parts === undefined ? [] : [...parts.values()] }), [frame, parts]);
  const read = useMemo(() => readPixel ?? (reduced && parts !== undefined ? readPartPixel(parts) : undefined), [readPixel, reduced, parts]);
  return (
    <>
      {magnifier ? <Magnifier canvas={canvas} image={image} view={view} viewport={viewport} squares={closer.squares} spot={onImage} painted={painted} /> : null}
      {probe ? <Probe canvas={canvas} spot={onImage} painted={painted} readPixel={read} /> : null}
    </>
  );
}

function Probe({ canvas, spot, painted, readPixel }: Pick<CloserLookProps, 'canvas' | 'readPixel'> & { readonly spot: ImagePoint; readonly painted: Painted }) {
  const output = useRef<HTMLOutputElement>(null);
  const [x, y] = [Math.floor(spot.x), Math.floor(spot.y)];
  useEffect(() => {
    const read = readPixel ?? (canvas.current === null ? () => null : readCanvasPixel(canvas.current));
    const pixel = read(x, y);
    const words = pixel === null ? 'no pixel here' : pixel === 'pending' ? 'being decoded …' : describePixel(pixel);
    // What is on the canvas is known only when it was drawn: after React's turn.
    if (output.current !== null) output.current.textContent = `x ${String(x)}  y ${String(y)}  ·  ${words}`;
  }, [canvas, x, y, painted, readPixel]);
  return <output ref={output} className={classes['probe']} aria-live="off" data-testid="pixel-probe" />;
}

/** On the picture, its last pixel included. */
function clamp(value: number, extent: number): number {
  return Math.min(extent - 0.5, Math.max(0, value));
}
