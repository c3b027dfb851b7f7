import type { DecodedFrame } from '../frameSource.ts';
import { paddedRows } from '../mainSide/paddedRows.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** At the top left of it; a frame that is as large is given back as it is. Takes what is given. */
export async function inLargerFrame(frame: DecodedFrame, { width, height }: Size): Promise<DecodedFrame> {
  const size = sizeOf(frame);
  if (size.width === width && size.height === height) return frame;
  if (frame.kind === 'grey') {
    const values = paddedRows(frame.values, size, { width, height });
    frame.close();
    return { kind: 'grey', width, height, values, voi: frame.voi, bytes: values.byteLength, close: () => undefined };
  }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(frame.image, 0, 0);
  frame.close();
  const image = await createImageBitmap(canvas);
  return { kind: 'picture', image, bytes: width * height * 4, close: () => image.close() };
}

function sizeOf(frame: DecodedFrame): Size {
  if (frame.kind === 'grey') return frame;
  return 'displayWidth' in frame.image ? { width: frame.image.displayWidth, height: frame.image.displayHeight } : frame.image;
}
