import type { Ref } from 'react';
import { showsSquares } from '../../../shared/geometry/showsSquares.ts';
import type { ViewTransform } from '../../../shared/geometry/viewTransform.ts';
import type { FramePixels } from '../frames/frameProtocol.ts';
import { cssMatrix } from './cssMatrix.ts';
import { frameSize, greyPicture } from './framePicture.ts';
import classes from './Picture.module.css';

/**
 * Puts one frame on the canvas, which is as large as the picture, in CSS pixels, whatever the pixels on it are: one that is reduced has fewer.
 * `data-frame` names it only once its pixels are there.
 */
export function paintFrame(canvas: HTMLCanvasElement, pixels: FramePixels, frame: number): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  delete canvas.dataset['frame'];
  const { width, height } = frameSize(pixels);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  else context.clearRect(0, 0, width, height);
  const size = pixels.kind === 'picture' ? pixels.reducedFrom : undefined;
  Object.assign(canvas.style, { width: size === undefined ? '' : `${String(size.width)}px`, height: size === undefined ? '' : `${String(size.height)}px` });
  if (pixels.kind === 'picture') context.drawImage(pixels.image, 0, 0);
  else context.putImageData(greyPicture(pixels), 0, 0);
  canvas.dataset['frame'] = String(frame);
}

export function renderingAt(view: ViewTransform, squares: boolean): 'pixelated' | 'auto' {
  return showsSquares(view, window.devicePixelRatio, squares) ? 'pixelated' : 'auto';
}

export interface PictureCanvasProps {
  readonly canvas: Ref<HTMLCanvasElement>;
  readonly view: ViewTransform;
  readonly label: string;
  /** Somebody wants to see single pixels. */
  readonly squares?: boolean;
  /** CSS, for how the pixels are shown. */
  readonly filter?: string | undefined;
}

export function PictureCanvas({ canvas, view, label, squares = false, filter }: PictureCanvasProps) {
  return (
    <canvas
      ref={canvas} data-testid="frame-canvas" role="img" aria-label={label} className={classes['canvas']} width={1} height={1}
      style={{
        transform: cssMatrix(view),
        imageRendering: renderingAt(view, squares),
        ...(filter === undefined ? {} : { filter }),
      }}
    />
  );
}
