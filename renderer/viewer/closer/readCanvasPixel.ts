import type { PixelReader } from './pixelValue.ts';

/** One pixel is copied out first: reading the large canvas itself would take all of it back from the graphics card. */
export function readCanvasPixel(canvas: HTMLCanvasElement): PixelReader {
  const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  return (x, y) => {
    if (pen === null || x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return null;
    pen.clearRect(0, 0, 1, 1);
    pen.drawImage(canvas, x, y, 1, 1, 0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
    return alpha === 0 ? null : { kind: 'colour', red, green, blue };
  };
}
