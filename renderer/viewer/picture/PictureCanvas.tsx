import type { Ref } from 'react';
import { greyPixels, proposedWindow } from '../../../shared/dicom/display/displayGrey.ts';
import { rotationVector } from '../../../shared/geometry/rotationVector.ts';
import type { ViewTransform } from '../../../shared/geometry/viewTransform.ts';
import type { FramePixels } from '../frames/frameProtocol.ts';
import classes from './Picture.module.css';

/** From here on pixels are shown as squares: interpolation would invent detail. */
const squarePixelsScale = 2;

/** Puts one frame on the canvas at the picture's own resolution; `data-frame` names it only once its pixels are there. */
export function paintFrame(canvas: HTMLCanvasElement, pixels: FramePixels, frame: number): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  delete canvas.dataset['frame'];
  const { width, height } = sizeOf(pixels);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  else context.clearRect(0, 0, width, height);
  if (pixels.kind === 'picture') context.drawImage(pixels.image, 0, 0);
  else context.putImageData(shadesOf(pixels), 0, 0);
  canvas.dataset['frame'] = String(frame);
}

function sizeOf(pixels: FramePixels): { readonly width: number; readonly height: number } {
  if (pixels.kind === 'grey') return pixels;
  const { image } = pixels;
  return 'displayWidth' in image ? { width: image.displayWidth, height: image.displayHeight } : image;
}

/** As the file proposes; where a person may change that, a worker makes the picture (window/grey.worker.ts). */
function shadesOf({ width, height, values, voi }: Extract<FramePixels, { kind: 'grey' }>): ImageData {
  const picture = new ImageData(width, height);
  greyPixels(values, voi, proposedWindow(values, voi), new Uint32Array(picture.data.buffer));
  return picture;
}

export interface PictureCanvasProps {
  readonly canvas: Ref<HTMLCanvasElement>;
  readonly view: ViewTransform;
  readonly label: string;
  /** CSS, for how the pixels are shown. */
  readonly filter?: string | undefined;
}

export function PictureCanvas({ canvas, view, label, filter }: PictureCanvasProps) {
  const [cos, sin] = rotationVector(view.rotation).map((part) => part * view.scale) as [number, number];
  return (
    <canvas
      ref={canvas} data-testid="frame-canvas" role="img" aria-label={label} className={classes['canvas']} width={1} height={1}
      style={{
        transform: `matrix(${String(cos)}, ${String(sin)}, ${String(-sin)}, ${String(cos)}, ${String(view.offset.x)}, ${String(view.offset.y)})`,
        imageRendering: view.scale * window.devicePixelRatio >= squarePixelsScale ? 'pixelated' : 'auto',
        ...(filter === undefined ? {} : { filter }),
      }}
    />
  );
}
