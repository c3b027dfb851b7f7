import { fail, succeed, type Result } from '../../../../shared/errors/result.ts';
import type { DeclaredSize } from '../../../../shared/pictures/declaredSize.ts';
import { webpOrientation } from '../../../../shared/pictures/webpOrientation.ts';
import type { FrameContent, FrameSource } from '../frameSource.ts';
import { describeOnMainSide } from '../mainSide/askMainSide.ts';
import { mainSideReader } from '../mainSide/mainSideReader.ts';
import { turnedUpright } from '../still/turnedUpright.ts';
import { browserMayDecode } from './browserMayDecode.ts';
import { fitsBudget, reducedSize } from './largePicture.ts';
import { largeSource } from './largeSource.ts';
import { reducedJpeg } from './reducedJpeg.ts';
import { cut, wholePicture } from './wholePicture.ts';

/**
 * A still that is too large to be put on the screen whole. Within the budget the window keeps all its pixels once somebody looks closely; beyond it the main
 * side reads the parts, in its killable process, and nobody keeps the whole.
 * @param declared as its header says, before it is turned upright.
 */
export async function openLargeStill({ url, contentType }: FrameContent, blob: Blob, bytes: Uint8Array<ArrayBuffer>, declared: DeclaredSize, signal: AbortSignal): Promise<Result<FrameSource>> {
  const reduced = contentType === 'image/jpeg' && browserMayDecode(declared) ? await reducedJpeg(bytes, declared) : null;
  const known = { bits: 8, pixelAspect: 1 };
  if (reduced !== null) return succeed(largeSource({ ...known, size: reduced.size, reduced: reduced.image, reader: fitsBudget(declared) ? wholePicture(blob, null) : mainSideReader(url) }));
  if (fitsBudget(declared)) return openWhole(blob, contentType === 'image/webp' ? webpOrientation(bytes) : 1);
  const described = await describeOnMainSide(url, signal);
  if (!described.ok) return described;
  // Played it would be decoded whole, frame by frame; one of its frames is not what it is.
  if (described.value.frames > 1) return fail('data.too-many-pixels', { detail: `${String(declared.width)} x ${String(declared.height)}` });
  return succeed(largeSource({ ...known, size: described.value, reduced: null, reader: mainSideReader(url) }));
}

/** No browser decodes less than all of what is no JPEG. */
async function openWhole(blob: Blob, orientation: number): Promise<Result<FrameSource>> {
  try {
    const whole = turnedUpright(await createImageBitmap(blob), orientation);
    const size = { width: whole.width, height: whole.height };
    const made = reducedSize(size);
    const reduced = cut(whole, { left: 0, top: 0, ...size, outWidth: made.width, outHeight: made.height });
    return succeed(largeSource({ size, bits: 8, pixelAspect: 1, reduced, reader: wholePicture(blob, whole) }));
  } catch {
    return fail('data.undecodable');
  }
}
