import { useLayoutEffect, useRef } from 'react';
import type { ViewTransform } from '../../../shared/geometry/viewTransform.ts';
import type { PicturePart } from '../frames/useFrames.ts';
import { cssMatrix } from './cssMatrix.ts';
import classes from './Picture.module.css';
import { renderingAt } from './PictureCanvas.tsx';

export interface PartInViewProps {
  readonly part: PicturePart;
  readonly view: ViewTransform;
  /** Somebody wants to see single pixels. */
  readonly squares?: boolean;
  /** CSS, for how the pixels are shown. */
  readonly filter?: string | undefined;
}

/** Lies on the picture where its pixels are the picture's. */
export function PartInView({ part: { canvas, region }, view, squares = false, filter }: PartInViewProps) {
  const pixels = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => pixels.current?.replaceChildren(canvas), [canvas]);
  const { left, top, width, height } = region;
  return (
    <div className={classes['part']} aria-hidden style={{ transform: cssMatrix(view), imageRendering: renderingAt(view, squares) }}>
      <div ref={pixels} className={classes['partPixels']} data-testid="picture-part" style={{ left, top, width, height, ...(filter === undefined ? {} : { filter }) }} />
    </div>
  );
}
