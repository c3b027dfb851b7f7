import { useEffect, useRef, type RefObject } from 'react';
import { imageToScreen } from '../../../shared/geometry/imageToScreen.ts';
import { showsSquares } from '../../../shared/geometry/showsSquares.ts';
import type { ImagePoint } from '../../../shared/geometry/spaces.ts';
import { viewAround } from '../../../shared/geometry/viewAround.ts';
import type { Size, ViewTransform } from '../../../shared/geometry/viewTransform.ts';
import { viewMatrix } from '../../../shared/geometry/viewMatrix.ts';
import type { PicturePart } from '../frames/useFrames.ts';
import classes from './CloserLook.module.css';

/** CSS pixels. */
const side = 240;
/** Times what the picture is shown at. */
const power = 3;

/** What there is to look at; another value paints anew. */
export interface Painted {
  readonly frame: number | null;
  /** The least sharp first. */
  readonly parts: readonly PicturePart[];
}

/** Image pixels across the glass. @param scale of the view under it. */
export function glassExtent(scale: number): number {
  return side / (scale * power);
}

export interface MagnifierProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly image: Size;
  readonly view: ViewTransform;
  readonly viewport: Size;
  /** Somebody wants to see single pixels. */
  readonly squares: boolean;
  readonly spot: ImagePoint;
  readonly painted: Painted;
}

/** A round glass over the spot, which shows the picture without its drawings, as it lies. */
export function Magnifier({ canvas, image, view, viewport, squares, spot, painted }: MagnifierProps) {
  const glass = useRef<HTMLCanvasElement>(null);
  const { x, y } = imageToScreen(view, spot);
  useEffect(() => {
    const pen = glass.current?.getContext('2d');
    if (!pen || canvas.current === null) return;
    const ratio = window.devicePixelRatio;
    const closer = viewAround(spot, { width: side, height: side }, view.scale * power, view, view.pixelAspect);
    const { scale, offset } = closer;
    const [a, b, c, d] = viewMatrix({ ...closer, scale: scale * ratio });
    Object.assign(pen.canvas, { width: side * ratio, height: side * ratio });
    pen.imageSmoothingEnabled = !showsSquares(closer, ratio, squares);
    pen.setTransform(a, b, c, d, offset.x * ratio, offset.y * ratio);
    pen.drawImage(canvas.current, 0, 0, image.width, image.height);
    for (const { canvas: part, region } of painted.parts) pen.drawImage(part, region.left, region.top, region.width, region.height);
  }, [canvas, image, view, squares, spot, painted]);
  const within = (place: number, extent: number) => Math.min(extent, Math.max(0, place)) - side / 2;
  return (
    <div className={classes['glass']} data-testid="magnifier" style={{ width: side, height: side, left: within(x, viewport.width), top: within(y, viewport.height) }}>
      <canvas ref={glass} aria-hidden width={1} height={1} />
      <span className={classes['power']}>{power}×</span>
    </div>
  );
}
