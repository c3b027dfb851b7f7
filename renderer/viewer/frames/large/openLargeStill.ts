import { fail, succeed, type Result } from '../../../../shared/errors/result.ts';
import type { Size } from '../../../../shared/geometry/viewTransform.ts';
import type { FrameContent, FrameSource } from '../frameSource.ts';
import { describeOnMainSide } from '../mainSide/askMainSide.ts';
import { mainSideReader } from '../mainSide/mainSideReader.ts';
import { fitsBudget, reducedSize } from './largePicture.ts';
import { largeSource } from './largeSource.ts';
import { reducedJpeg } from './reducedJpeg.ts';
import { cut, wholePicture } from './wholePicture.ts';

/**
 * A still that is too large to be put on the screen whole. Within the budget the window keeps all its pixels once somebody looks closely; beyond it the main
 * side reads the parts, in its killable process, and nobody keeps the whole.
 * @param stored as its header says.
 */
export async function openLargeStill({ url, contentType }: FrameContent, blob: Blob, bytes: Uint8Array<ArrayBuffer>, stored: Size, signal: AbortSignal): Promise<Result<FrameSource>> {
  const reduced = contentType === 'image/jpeg' ? await reducedJpeg(bytes, stored) : null;
  const known = { bits: 8, pixelAspect: 1 };
  if (reduced !== null) return succeed(largeSource({ ...known, size: reduced.size, reduced: reduced.image, reader: fitsBudget(stored) ? wholePicture(blob, null) : mainSideReader(url) }));
  if (fitsBudget(stored)) return openWhole(blob);
  const described = await describeOnMainSide(url, signal);
  return described.ok ? succeed(largeSource({ ...known, size: described.value, reduced: null, reader: mainSideReader(url) })) : described;
}

/** No browser decodes less than all of what is no JPEG. */
async function openWhole(blob: Blob): Promise<Result<FrameSource>> {
  try {
    const whole = await createImageBitmap(blob);
    const size = { width: whole.width, height: whole.height };
    const made = reducedSize(size);
    const reduced = cut(whole, { left: 0, top: 0, ...size, outWidth: made.width, outHeight: made.height });
    return succeed(largeSource({ size, bits: 8, pixelAspect: 1, reduced, reader: wholePicture(blob, whole) }));
  } catch {
    return fail('data.undecodable');
  }
}
