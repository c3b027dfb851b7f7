import { ADTS, AudioSampleSink, EncodedPacketSink, FLAC, Input, MATROSKA, MP3, MP4, OGG, QTFF, WAVE, WEBM, type InputAudioTrack, type InputFormat, type InputVideoTrack } from 'mediabunny';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { comesToAnEnd } from '../../../shared/sound/comesToAnEnd.ts';
import { describeCodec } from '../frames/video/describeCodec.ts';
import { openRangeSource } from '../frames/rangeSource.ts';
import type { SoundDescription } from './audioProtocol.ts';
import { Peaks } from './Peaks.ts';

export interface OpenedSound {
  readonly description: SoundDescription;
  /**
   * Decodes it all once and keeps none of it.
   * @param onPeaks hears of all peaks after each whole percent, and at the end. @param onGoing hears of every piece that was decoded.
   * Fails with `data.unsupported-codec`, `data.undecodable`, `local.blob-missing`, `local.blob-corrupt` or `local.cancelled`.
   */
  readonly readPeaks: (parts: number, onPeaks: (values: Float32Array) => void, onGoing?: () => void) => Promise<Result<Peaks>>;
  readonly close: () => void;
}

/** Longer than any recording; a header that claims more lies. Seconds. */
const longest = 30 * 24 * 3600;
const shares = 100;

/**
 * The sound of a recording or a video, read in parts. @returns null when there is none.
 * Fails with `data.undecodable`, `data.empty-file`, `local.blob-missing`, `local.blob-corrupt` or `local.cancelled`.
 */
export async function openSound(url: string, signal: AbortSignal): Promise<Result<OpenedSound | null>> {
  const opened = await openRangeSource(url, signal);
  if (!opened.ok) return opened;
  const { source, failure } = opened.value;
  const input = new Input({ source, formats: [MP4, QTFF, WEBM, MATROSKA, WAVE, OGG, MP3, FLAC, ADTS] });
  const failed = () => fail(failure() ?? (signal.aborted ? 'local.cancelled' : 'data.undecodable'));
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track === null) {
      input.dispose();
      return succeed(null);
    }
    const description = await describe(await input.getFormat(), track, await input.getPrimaryVideoTrack());
    if (description === null) {
      input.dispose();
      return fail('data.undecodable', { detail: 'duration' });
    }
    return succeed({
      description,
      readPeaks: async (parts, onPeaks, onGoing = () => undefined) => {
        if (!(await track.canDecode())) return fail('data.unsupported-codec', { detail: describeCodec(await track.getCodec(), await track.getInternalCodecId()) });
        return readPeaks(track, new Peaks(description.duration, parts), description.duration, onPeaks, onGoing).then(succeed, failed);
      },
      close: () => input.dispose(),
    });
  } catch {
    input.dispose();
    return failed();
  }
}

async function describe(format: InputFormat, track: InputAudioTrack, pictures: InputVideoTrack | null): Promise<SoundDescription | null> {
  const hasNoIndex = [FLAC, ADTS].some((known) => known === format);
  if (hasNoIndex && !(await comesToAnEnd(new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })))) return null;
  const duration = await track.computeDuration();
  if (!(duration > 0) || duration > longest) return null;
  const first = pictures === null ? 0 : await pictures.getFirstTimestamp();
  return { duration, pictureStart: Math.max(0, first) };
}

async function readPeaks(track: InputAudioTrack, peaks: Peaks, duration: number, onPeaks: (values: Float32Array) => void, onGoing: () => void): Promise<Peaks> {
  let told = 0;
  let plane = new Float32Array(0);
  for await (const sample of new AudioSampleSink(track).samples()) {
    onGoing();
    try {
      for (let planeIndex = 0; planeIndex < sample.numberOfChannels; planeIndex += 1) {
        if (plane.length < sample.numberOfFrames) plane = new Float32Array(sample.numberOfFrames);
        const samples = plane.subarray(0, sample.numberOfFrames);
        sample.copyTo(samples, { planeIndex, format: 'f32-planar' });
        peaks.add(samples, sample.timestamp, sample.sampleRate);
      }
      const share = Math.floor((sample.timestamp / duration) * shares);
      if (share > told) {
        told = share;
        onPeaks(peaks.values);
      }
    } finally {
      sample.close();
    }
  }
  return peaks;
}
