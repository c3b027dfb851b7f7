import { useEffect, useRef } from 'react';
import { overlayBits, type Overlay } from '../../../shared/dicom/description/overlays.ts';
import type { Size, ViewTransform } from '../../../shared/geometry/viewTransform.ts';
import { cssMatrix } from '../picture/cssMatrix.ts';
import classes from './Dicom.module.css';

/** Neither a layer's colour nor a grey that a picture could hold. RGBA. */
const colour = [255, 214, 10, 255] as const;

/** Graphics that the device drew over the picture, pixel on pixel. */
export function OverlayPlanes({ overlays, frame, image, view }: { readonly overlays: readonly Overlay[]; readonly frame: number; readonly image: Size; readonly view: ViewTransform }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = image;
  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (!pen) return;
    const picture = new ImageData(width, height);
    for (const overlay of overlays) {
      const bits = overlayBits(overlay, frame);
      if (bits !== null) draw(bits, overlay, picture);
    }
    pen.putImageData(picture, 0, 0);
  }, [overlays, frame, width, height]);
  return (
    <canvas
      ref={canvas} width={width} height={height} aria-hidden data-testid="overlay-planes" className={classes['planes']}
      style={{ transform: cssMatrix(view) }}
    />
  );
}

function draw(bits: Uint8Array, { left, top, width }: Overlay, picture: ImageData): void {
  for (const [index, bit] of bits.entries()) {
    if (bit === 0) continue;
    const [x, y] = [left + (index % width), top + Math.floor(index / width)];
    if (x >= 0 && y >= 0 && x < picture.width && y < picture.height) picture.data.set(colour, (y * picture.width + x) * 4);
  }
}
