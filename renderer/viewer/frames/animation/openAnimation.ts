import { fail, succeed, type Result } from '../../../../shared/errors/result.ts';
import type { FrameSource, OpenFrameSource } from '../frameSource.ts';
import { checkDeclaredSize } from '../still/checkDeclaredSize.ts';
import { openStill } from '../still/openStill.ts';

/** GIF, animated PNG, WebP and AVIF by the browser's own decoder; what has one frame, or does not play, is a still. */
export const openAnimation: OpenFrameSource = async (content, signal) => {
  const blob = await content.blob(signal);
  if (!blob.ok) return blob;
  const size = await checkDeclaredSize(blob.value, content.contentType);
  if (!size.ok) return size;
  const held = { ...content, blob: () => Promise.resolve(blob) };
  return (await openDecoder(blob.value, content.contentType)) ?? openStill(held, signal);
};

async function openDecoder(blob: Blob, type: string): Promise<Result<FrameSource> | null> {
  if (!(await ImageDecoder.isTypeSupported(type))) return null;
  const decoder = new ImageDecoder({ data: await blob.arrayBuffer(), type, preferAnimation: true });
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
