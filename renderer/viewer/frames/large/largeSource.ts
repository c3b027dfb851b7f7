import type { PixelSpacing } from '../../../../shared/dicom/description/spacing.ts';
import { succeed, type Result } from '../../../../shared/errors/result.ts';
import type { Size } from '../../../../shared/geometry/viewTransform.ts';
import type { DecodedFrame, FrameSource } from '../frameSource.ts';
import { reducedSize } from './largePicture.ts';
import type { PictureReader } from './pictureReader.ts';

const uncalibrated: PixelSpacing = { kind: 'uncalibrated' };

export interface LargePicture {
  /** Of the upright picture. */
  readonly size: Size;
  readonly bits: number;
  readonly pixelAspect: number;
  readonly reader: PictureReader;
  /** What is shown first; null: the reader makes it. It is the source's now. */
  readonly reduced: ImageBitmap | null;
}

/** One picture that is too large for the screen: its frame is a reduced one, and parts of it are decoded as they are looked at. */
export function largeSource({ size, bits, pixelAspect, reader, reduced }: LargePicture): FrameSource {
  const { width, height } = size;
  const made = reduced ?? reducedSize(size);
  const bytes = made.width * made.height * 4;
  const decoded = (image: ImageBitmap): DecodedFrame => ({ kind: 'picture', image, bytes, close: () => image.close() });
  /** Decoded when the picture was opened; given to whoever asks first. */
  let waiting = reduced;
  return {
    count: 1, width, height, bits, pixelAspect, spacing: uncalibrated, frameBytes: bytes, durations: null,
    frame: async (index, signal): Promise<Result<DecodedFrame>> => {
      if (waiting !== null) {
        const first = waiting;
        waiting = null;
        return succeed(decoded(first));
      }
      const part = await reader.part(index, { left: 0, top: 0, width, height, outWidth: made.width, outHeight: made.height }, signal);
      return part.ok ? succeed(decoded(part.value)) : part;
    },
    parts: { reducedTo: Math.min(made.width / width, made.height / height), decode: reader.part },
    close: () => {
      waiting?.close();
      reader.close();
    },
  };
}
