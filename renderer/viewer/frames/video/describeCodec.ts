import type { MediaCodec } from 'mediabunny';

/** As they stand on boxes and in settings. */
const names: Partial<Record<MediaCodec, string>> = {
  avc: 'H.264', hevc: 'HEVC (H.265)', vp8: 'VP8', vp9: 'VP9', av1: 'AV1', aac: 'AAC', opus: 'Opus', mp3: 'MP3', vorbis: 'Vorbis', flac: 'FLAC', ac3: 'Dolby AC-3', eac3: 'Dolby E-AC-3',
};

/** @param internal what the container itself calls it; it comes from the file and is shown only as far as it is a short plain word. */
export function describeCodec(codec: MediaCodec | null, internal: string | number | Uint8Array | null): string {
  if (codec !== null) return names[codec] ?? codec;
  return typeof internal === 'string' && /^[\x21-\x7e]{1,32}$/.test(internal) ? internal : 'unknown';
}
