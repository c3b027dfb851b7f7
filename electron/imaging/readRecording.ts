import { ADTS, BufferSource, EncodedPacketSink, FLAC, Input, MATROSKA, MP3, MP4, OGG, QTFF, WAVE, WEBM } from 'mediabunny';
import { succeed, type Result } from '../../shared/errors/result.ts';
import { comesToAnEnd } from '../../shared/sound/comesToAnEnd.ts';
import type { Recording } from './messages.ts';

/** Longer than any recording; a header that claims more lies. Seconds. */
const longest = 30 * 24 * 3600;
const mostPixels = 0x3fff;

/**
 * What a video or a sound says of itself, without decoding it: the window decodes. What cannot be read of it is null, for a file nobody here
 * understands is kept all the same.
 */
export async function readRecording(bytes: Uint8Array): Promise<Result<Recording>> {
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4, QTFF, WEBM, MATROSKA, WAVE, OGG, MP3, FLAC, ADTS] });
  try {
    const video = await input.getPrimaryVideoTrack();
    const [sound, formatRead] = [await input.getPrimaryAudioTrack(), await input.getFormat()];
    const hasNoIndex = [FLAC, ADTS].some((format) => format === formatRead);
    const isEndless = hasNoIndex && sound !== null && !(await comesToAnEnd(new EncodedPacketSink(sound).packets(undefined, undefined, { metadataOnly: true })));
    const duration = isEndless ? 0 : await input.computeDuration();
    const size = video === null ? null : { width: await video.getDisplayWidth(), height: await video.getDisplayHeight() };
    const isSize = size !== null && [size.width, size.height].every((side) => Number.isInteger(side) && side > 0 && side <= mostPixels);
    return succeed({
      width: isSize ? size.width : null,
      height: isSize ? size.height : null,
      durationSeconds: duration > 0 && duration < longest ? Math.round(duration * 1000) / 1000 : null,
    });
  } catch {
    return succeed({ width: null, height: null, durationSeconds: null });
  } finally {
    input.dispose();
  }
}
