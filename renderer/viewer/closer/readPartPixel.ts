import { isFull } from '../../../shared/frames/pictureParts.ts';
import type { PictureParts } from '../frames/useFrames.ts';
import type { PixelReader } from './pixelValue.ts';
import { readCanvasPixel } from './readCanvasPixel.ts';

/** Of a picture that is shown reduced: only from parts with every pixel, for one of the others is a mixture of several. */
export function readPartPixel(parts: PictureParts): PixelReader {
  const full = [...parts.values()].filter(({ region }) => isFull(region)).map(({ region, canvas }) => ({ region, read: readCanvasPixel(canvas) }));
  return (x, y) => {
    const part = full.find(({ region: { left, top, width, height } }) => x >= left && y >= top && x < left + width && y < top + height);
    return part === undefined ? 'pending' : part.read(x - part.region.left, y - part.region.top);
  };
}
