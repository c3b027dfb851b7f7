import { Input, MATROSKA, MP4, QTFF, WEBM, type InputVideoTrack } from 'mediabunny';
import { fail, succeed, type Result } from '../../../../shared/errors/result.ts';
import type { FrameContent, FrameSource } from '../frameSource.ts';
import { openRangeSource, type RangeSource } from '../rangeSource.ts';
import { describeCodec } from './describeCodec.ts';
import { PacketFeed, readPackets } from './PacketFeed.ts';
import { VideoFrames } from './VideoFrames.ts';

/** The bound that pictures have, too: 0x3FFF squared. */
const mostPixels = 0x3fff * 0x3fff;

/** Chromium turns what it decodes upright when it is told how it lies. https://www.w3.org/TR/webcodecs/#dom-videodecoderconfig-rotation */
interface OrientedConfig extends VideoDecoderConfig {
  readonly rotation: number;
  readonly flip: boolean;
}

/**
 * MP4, MOV, WebM and Matroska, as far as this Chromium decodes what is in them. Reads in parts; the file is never whole in memory.
 * Fails with `data.unsupported-codec` (the detail names it), `data.undecodable`, `data.unsupported-medium` (no picture in it),
 * `data.too-many-pixels`, `data.empty-file`, `local.blob-missing`, `local.blob-corrupt` or `local.cancelled`.
 * @param budgetBytes of decoded frames that are kept.
 */
export async function openVideo(content: FrameContent, signal: AbortSignal, budgetBytes?: number): Promise<Result<FrameSource>> {
  const life = new AbortController();
  const end = () => life.abort();
  signal.addEventListener('abort', end);
  try {
    const opened = await openRangeSource(content.url, life.signal);
    if (!opened.ok) return opened;
    const input = new Input({ source: opened.value.source, formats: [MP4, QTFF, WEBM, MATROSKA] });
    const close = () => {
      life.abort();
      input.dispose();
    };
    const video = await read(input, opened.value, close, signal, budgetBytes).catch(() => fail(opened.value.failure() ?? 'data.undecodable'));
    if (!video.ok) close();
    return signal.aborted && !video.ok ? fail('local.cancelled') : video;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

async function read(input: Input, { size, failure }: RangeSource, close: () => void, signal: AbortSignal, budgetBytes: number | undefined): Promise<Result<FrameSource>> {
  const track = await input.getPrimaryVideoTrack();
  if (track === null) return fail('data.unsupported-medium', { detail: 'no video' });
  const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
  if (width * height > mostPixels) return fail('data.too-many-pixels', { detail: `${String(width)} x ${String(height)}` });
  const config = await decoderConfig(track);
  if (config === null) return fail('data.unsupported-codec', { detail: describeCodec(await track.getCodec(), await track.getInternalCodecId()) });
  const known = await readPackets(track, size, signal);
  if (known === null || known.index.frameCount === 0) return fail('data.undecodable', { detail: 'no frames' });
  const feed = () => new PacketFeed(track, known);
  return succeed(new VideoFrames({ index: known.index, config, feed, width, height, bits: bitsOf(config.codec), failure, close }, budgetBytes));
}

/**
 * Decoding by the processor alone: every H.264, VP8, VP9 and AV1 decoder gives the same values then, on every computer, and holds as many
 * frames as are kept. A graphics card has few places for frames and its own ways with colour.
 */
async function decoderConfig(track: InputVideoTrack): Promise<VideoDecoderConfig | null> {
  const described = await track.getDecoderConfig();
  if (described === null) return null;
  const config: OrientedConfig = {
    ...described, hardwareAcceleration: 'prefer-software', optimizeForLatency: true, rotation: await track.getRotation(), flip: await track.getFlip(),
  };
  try {
    return (await VideoDecoder.isConfigSupported(config)).supported === true ? config : null;
  } catch {
    return null;
  }
}

/** Of a sample, as the codec string says; 8 where it says nothing. https://www.rfc-editor.org/rfc/rfc6381, and the bindings of VP9 and AV1 */
function bitsOf(codec: string): number {
  const [name = '', profile = '', , depth] = codec.split('.');
  if (name === 'vp09' || name === 'av01') return Number(depth ?? 8) || 8;
  // 0x6E: High 10 of H.264.
  return name.startsWith('avc') && profile.toLowerCase().startsWith('6e') ? 10 : 8;
}
