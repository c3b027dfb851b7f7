import { useEffect, useRef, type RefObject } from 'react';
import { imageToScreen } from '../../../shared/geometry/imageToScreen.ts';
import type { ImagePoint } from '../../../shared/geometry/spaces.ts';
import { viewAround } from '../../../shared/geometry/viewAround.ts';
import type { Size, ViewTransform } from '../../../shared/geometry/viewTransform.ts';
import { viewMatrix } from '../../../shared/geometry/viewMatrix.ts';
import { squarePixelsScale } from '../picture/PictureCanvas.tsx';
import classes from './CloserLook.module.css';

/** CSS pixels. */
const side = 240;
/** Times what the picture is shown at. */
const power = 3;

export interface MagnifierProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly view: ViewTransform;
  readonly viewport: Size;
  readonly spot: ImagePoint;
  /** What is on the canvas; another value paints anew. */
  readonly painted: unknown;
}

/** A round glass over the spot, which shows the picture without its drawings, as it lies. */
export function Magnifier({ canvas, view, viewport, spot, painted }: MagnifierProps) {
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
    pen.imageSmoothingEnabled = scale * ratio < squarePixelsScale;
    pen.setTransform(a, b, c, d, offset.x * ratio, offset.y * ratio);
    pen.drawImage(canvas.current, 0, 0);
  }, [canvas, view, spot, painted]);
  const within = (place: number, extent: number) => Math.min(extent, Math.max(0, place)) - side / 2;
  return (
    <div className={classes['glass']} data-testid="magnifier" style={{ width: side, height: side, left: within(x, viewport.width), top: within(y, viewport.height) }}>
      <canvas ref={glass} aria-hidden width={1} height={1} />
      <span className={classes['power']}>{power}×</span>
    </div>
  );
}
