import { fail, succeed, type Result } from '../../../../shared/errors/result.ts';
import { declaredSize } from '../../../../shared/pictures/declaredSize.ts';
import type { FrameSource, OpenFrameSource } from '../frameSource.ts';
import { browserMayDecode } from '../large/browserMayDecode.ts';
import { openStill } from '../still/openStill.ts';

/** GIF, animated PNG, WebP and AVIF by the browser's own decoder; what has one frame, or does not play, is a still. */
export const openAnimation: OpenFrameSource = async (content, signal) => {
  const blob = await content.blob(signal);
  if (!blob.ok) return blob;
  const held = { ...content, blob: () => Promise.resolve(blob) };
  const file = await blob.value.arrayBuffer();
  const declared = declaredSize(new Uint8Array(file), content.contentType);
  const playable = declared === undefined || browserMayDecode(declared);
  return (playable ? await openDecoder(file, content.contentType) : null) ?? openStill(held, signal);
};

async function openDecoder(data: ArrayBuffer, type: string): Promise<Result<FrameSource> | null> {
  if (!(await ImageDecoder.isTypeSupported(type))) return null;
  const decoder = new ImageDecoder({ data, type, preferAnimation: true });
  try {
    await decoder.completed;
    await decoder.tracks.ready;
    const track = Array.from(decoder.tracks).find(({ animated }) => animated);
    if (track === undefined || track.frameCount < 2) {
      decoder.close();
      return null;
    }
    const { image } = await decoder.decode({ frameIndex: 0 });
    const { displayWidth: width, displayHeight: height } = image;
    image.close();
    return succeed(animationSource(decoder, track.frameCount, width, height));
  } catch {
    decoder.close();
    return null;
  }
}

function animationSource(decoder: ImageDecoder, count: number, width: number, height: number): FrameSource {
  const bytes = width * height * 4;
  return {
    count, width, height, bits: 8, spacing: { kind: 'uncalibrated' }, pixelAspect: 1, frameBytes: bytes,
    // It tells how long a frame lasts with the frame.
    durations: Array.from({ length: count }, () => null),
    frame: async (frameIndex, signal) => {
      const reset = () => decoder.reset();
      signal.addEventListener('abort', reset);
      try {
        const { image } = await decoder.decode({ frameIndex });
        return succeed({ kind: 'picture', image, bytes, close: () => image.close() });
      } catch (error) {
        return fail(error instanceof DOMException && error.name === 'AbortError' ? 'local.cancelled' : 'data.undecodable');
      } finally {
        signal.removeEventListener('abort', reset);
      }
    },
    close: () => decoder.close(),
  };
}
