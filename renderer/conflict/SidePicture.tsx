import { useEffect, useRef, type ReactNode, type Ref } from 'react';
import type { Layer } from '../../shared/annotation/layer.ts';
import type { Size, ViewTransform } from '../../shared/geometry/viewTransform.ts';
import { PictureCanvas } from '../viewer/index.ts';
import classes from './Conflict.module.css';
import { drawMarkedLayers, type Marks } from './drawMarkedLayers.ts';

export interface SidePictureProps {
  readonly heading: ReactNode;
  /** For who does not see the picture. */
  readonly label: string;
  readonly canvas: Ref<HTMLCanvasElement>;
  readonly measured: Ref<HTMLDivElement> | undefined;
  /** Null: this side has none. */
  readonly layers: readonly Layer[] | null;
  readonly frame: number;
  readonly view: ViewTransform;
  readonly viewport: Size;
  readonly marks: Marks;
  /** Ids of shapes that only this side changed. */
  readonly changed: ReadonlySet<string>;
  readonly focused: number | null;
  readonly shown: boolean;
  /** In place of the picture. */
  readonly instead: ReactNode;
}

/** The picture with the drawings of one side over it. */
export function SidePicture({ heading, label, canvas, measured, layers, frame, view, viewport, marks, changed, focused, shown, instead }: SidePictureProps) {
  const drawings = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = drawings.current;
    const pen = element?.getContext('2d');
    if (!element || !pen) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(viewport.width * ratio);
    element.height = Math.round(viewport.height * ratio);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawMarkedLayers(pen, { layers: layers ?? [], frame, view, marks, changed, focused });
    // Says to the tests, and to nobody else, that what is drawn is this.
    element.dataset['layers'] = String(layers?.length ?? 0);
  }, [layers, frame, view, viewport, marks, changed, focused]);
  return (
    <section className={classes['side']} aria-label={label}>
      <div className={classes['sideHeading']}>{heading}</div>
      <div ref={measured} className={classes['picture']}>
        <div className={classes['pixels']} style={{ visibility: shown && layers !== null ? 'visible' : 'hidden' }}>
          <PictureCanvas canvas={canvas} view={view} label={label} />
          <canvas ref={drawings} aria-hidden className={classes['drawings']} style={{ width: viewport.width, height: viewport.height }} />
        </div>
        {instead === null ? null : <div className={classes['instead']}>{instead}</div>}
      </div>
    </section>
  );
}
