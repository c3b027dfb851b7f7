import { EncodedPacketSink, type EncodedPacket, type InputVideoTrack } from 'mediabunny';
import { videoIndex, type VideoIndex, type VideoPacket } from './videoIndex.ts';

/** Ten hours at 60 frames a second, rounded down: a table that claims more lies, or is nothing to step through. */
const mostPackets = 2_000_000;

export interface KnownPackets {
  readonly index: VideoIndex;
  /** By packet: where it is presented, seconds, and what names it in its container. */
  readonly timestamps: Float64Array;
  readonly names: Float64Array;
}

/**
 * Reads what the container says of every packet, without the pictures where it can be had without them.
 * @param fileBytes a table that claims more than the file can hold is not read to its end.
 * @returns null when it holds no packet, or claims too many.
 */
export async function readPackets(track: InputVideoTrack, fileBytes: number, signal: AbortSignal): Promise<KnownPackets | null> {
  // VP8 says in its pictures alone whether they are shown.
  const looksInside = (await track.getCodec()) === 'vp8';
  const packets: VideoPacket[] = [];
  const names: number[] = [];
  let bytes = 0;
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, looksInside ? {} : { metadataOnly: true })) {
    if (signal.aborted || packets.length === mostPackets) return null;
    bytes += packet.byteLength;
    // A few tables let packets share bytes; none of them all.
    if (bytes > 4 * fileBytes) return null;
    packets.push({ timestamp: packet.timestamp, duration: packet.duration, isKey: packet.type === 'key', isShown: !looksInside || isShownVp8(packet.data) });
    names.push(packet.sequenceNumber);
  }
  if (packets.length === 0) return null;
  return { index: videoIndex(packets), timestamps: Float64Array.from(packets, ({ timestamp }) => timestamp), names: Float64Array.from(names) };
}

/** https://www.rfc-editor.org/rfc/rfc6386#section-9.1: the fifth bit of the frame tag is `show_frame`. */
function isShownVp8(data: Uint8Array): boolean {
  return ((data[0] ?? 0) & 0x10) !== 0;
}

/** The packets of a video in decoding order, from one of them on. */
export class PacketFeed {
  readonly #sink: EncodedPacketSink;
  readonly #track: InputVideoTrack;
  readonly #known: KnownPackets;
  #last: EncodedPacket | null = null;
  #position = 0;

  constructor(track: InputVideoTrack, known: KnownPackets) {
    this.#sink = new EncodedPacketSink(track);
    this.#track = track;
    this.#known = known;
  }

  /** The packet that comes next, counted from 0. */
  get position(): number {
    return this.#position;
  }

  /**
   * @param group where to begin; where its key packet is none in truth (an open group of H.264 that says it is), the one before.
   * @returns the first packet, to be given to the decoder; null when it is not there.
   */
  async begin(group: number): Promise<EncodedPacket | null> {
    const { index, timestamps } = this.#known;
    for (let from = group; from >= 0; from -= 1) {
      const position = index.groups[from]?.keyPacket ?? 0;
      const packet = await this.#packetAt(timestamps[position] ?? 0, position);
      if (packet === null) return null;
      if ((await this.#track.determinePacketType(packet)) === 'delta' && from > 0) continue;
      this.#last = packet;
      this.#position = position + 1;
      return packet;
    }
    return null;
  }

  /** @returns null at the end. @throws when what comes is not what was counted. */
  async next(): Promise<EncodedPacket | null> {
    if (this.#last === null) return null;
    const packet = await this.#sink.getNextPacket(this.#last);
    if (packet === null) return null;
    if (packet.sequenceNumber !== this.#known.names[this.#position]) throw new Error('another packet than was counted');
    this.#last = packet;
    this.#position += 1;
    return packet;
  }

  async #packetAt(timestamp: number, position: number): Promise<EncodedPacket | null> {
    const wanted = this.#known.names[position];
    const packet = (await this.#sink.getKeyPacket(timestamp)) ?? (await this.#sink.getFirstPacket());
    if (packet?.sequenceNumber === wanted) return packet;
    // Two packets at one time: found from the beginning.
    let before: EncodedPacket | null = null;
    let here = await this.#sink.getFirstPacket({ metadataOnly: true });
    while (here !== null && here.sequenceNumber !== wanted) {
      before = here;
      here = await this.#sink.getNextPacket(here, { metadataOnly: true });
    }
    if (here === null) return null;
    return before === null ? this.#sink.getFirstPacket() : this.#sink.getNextPacket(before);
  }
}
