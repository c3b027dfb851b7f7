import { greyPixels, proposedWindow } from '../../../shared/dicom/display/displayGrey.ts';
import type { FramePixels } from '../frames/frameProtocol.ts';

/** In pixels of the picture. */
export function frameSize(pixels: FramePixels): { readonly width: number; readonly height: number } {
  if (pixels.kind === 'grey') return pixels;
  const { image } = pixels;
  return 'displayWidth' in image ? { width: image.displayWidth, height: image.displayHeight } : image;
}

/** As the file proposes; where a person may change that, a worker makes the picture (window/grey.worker.ts). */
export function greyPicture({ width, height, values, voi }: Extract<FramePixels, { kind: 'grey' }>): ImageData {
  const picture = new ImageData(width, height);
  greyPixels(values, voi, proposedWindow(values, voi), new Uint32Array(picture.data.buffer));
  return picture;
}
