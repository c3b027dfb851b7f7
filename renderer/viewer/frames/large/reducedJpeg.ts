import type { Size } from '../../../../shared/geometry/viewTransform.ts';
import { reducedSize } from './largePicture.ts';

export interface ReducedPicture {
  readonly image: ImageBitmap;
  /** Of the whole picture, upright. */
  readonly size: Size;
}

/** A JPEG's blocks are decoded in eighths of its size, and take the less time the fewer. */
const eighths = 8;

/**
 * A JPEG decoded no larger than a screen shows it, in a third of the time of the whole.
 * @param stored its size before it is turned upright.
 * @returns null for what ImageDecoder does not decode.
 */
export async function reducedJpeg(bytes: Uint8Array<ArrayBuffer>, stored: Size): Promise<ReducedPicture | null> {
  const wanted = Math.min(eighths, Math.ceil((reducedSize(stored).width * eighths) / stored.width));
  const inEighths = (length: number) => Math.ceil((length * wanted) / eighths);
  let decoder: ImageDecoder | null = null;
  try {
    decoder = new ImageDecoder({ data: bytes, type: 'image/jpeg', desiredWidth: inEighths(stored.width), desiredHeight: inEighths(stored.height) });
    const { image: frame } = await decoder.decode();
    const image = pixelsOf(frame);
    const size = isTurned(frame) ? { width: stored.height, height: stored.width } : stored;
    frame.close();
    return { image, size };
  } catch {
    return null;
  } finally {
    decoder?.close();
  }
}

/** A bitmap made of a frame itself is converted only when it is drawn, by the window, which that holds up. */
function pixelsOf(frame: VideoFrame): ImageBitmap {
  const canvas = new OffscreenCanvas(frame.displayWidth, frame.displayHeight);
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('no canvas');
  pen.drawImage(frame, 0, 0);
  return canvas.transferToImageBitmap();
}

/** By a quarter; the library of types does not know yet that a frame tells. */
function isTurned(frame: VideoFrame): boolean {
  return 'rotation' in frame && (frame.rotation === 90 || frame.rotation === 270);
}
