/** One compressed picture, as the container tells of it. */
export interface VideoPacket {
  /** Seconds; presented then. Below 0: before the video begins. */
  readonly timestamp: number;
  /** Seconds, as the container says; 0 where it does not. */
  readonly duration: number;
  /** Decodable without what comes before it, says the container. */
  readonly isKey: boolean;
  /** False: it is only there for others to refer to (VP8's invisible frames). */
  readonly isShown: boolean;
}

/** Frames that are decoded from one key packet on; they follow each other on the screen. */
export interface FrameGroup {
  /** Position of the key packet in decoding order. */
  readonly keyPacket: number;
  /** The first frame of the group on the screen; the last is the one before the next group's first. */
  readonly firstFrame: number;
}

/** Which packet holds which frame. Frames are counted from 0 in the order they are presented, packets in the order they are decoded. */
export interface VideoIndex {
  readonly frameCount: number;
  /** By packet: its place among all packets that give a picture, as presented. Unique, so that it can stand for the picture in the decoder. */
  readonly places: Int32Array;
  /** Places that come before the first frame: decoded for the sake of others, not presented. */
  readonly unseen: number;
  /** By frame: its packet. */
  readonly packets: Int32Array;
  /** By frame: how long it is presented, milliseconds. */
  readonly durations: readonly number[];
  readonly groups: readonly FrameGroup[];
}

/** Containers round times to their own ticks; a nanosecond is below any of them. Seconds. */
const tick = 1e-9;

/**
 * @param packets in decoding order.
 * A frame lasts until the next one begins; the last one as its packet says, or as the one before it. What ends before time 0 (edit lists,
 * encoder delay) is decoded and not presented. A frame that is presented before its group's key frame, but stands after it in the file,
 * belongs to the group before: decoded from its own group's key it would refer to pictures that are not there.
 */
export function videoIndex(packets: readonly VideoPacket[]): VideoIndex {
  const shown = packets.flatMap(({ isShown }, packet) => (isShown ? [packet] : []));
  const timeOf = (packet: number) => packets[packet]?.timestamp ?? 0;
  const order = shown.toSorted((a, b) => timeOf(a) - timeOf(b) || a - b);
  const endOf = (place: number) => {
    const packet = order[place] ?? 0;
    const next = order[place + 1];
    return next === undefined ? timeOf(packet) + (packets[packet]?.duration ?? 0) : timeOf(next);
  };
  const started = order.findIndex((packet, place) => timeOf(packet) >= -tick || endOf(place) > tick);
  // Times that are all before 0 are of another clock, not of frames to hide.
  const unseen = Math.max(0, started);
  const places = new Int32Array(packets.length).fill(-1);
  order.forEach((packet, place) => { places[packet] = place; });
  const frames = order.slice(unseen);
  const durations = frames.map((packet, frame) => {
    const begins = started === -1 ? timeOf(packet) : Math.max(0, timeOf(packet));
    return Math.max(0, (endOf(frame + unseen) - begins) * 1000);
  });
  const last = durations.length - 1;
  if ((durations[last] ?? 0) <= 0 && last > 0) durations[last] = durations[last - 1] ?? 0;
  return { frameCount: frames.length, places, unseen, packets: Int32Array.from(frames), durations, groups: groupsOf(packets, places, unseen) };
}

function groupsOf(packets: readonly VideoPacket[], places: Int32Array, unseen: number): FrameGroup[] {
  const groups: FrameGroup[] = [];
  packets.forEach(({ isKey }, packet) => {
    const firstFrame = (places[packet] ?? -1) - unseen;
    const before = groups.at(-1);
    // The first packet begins the first group, whatever it is: what comes before any key frame has no other place to be decoded from.
    if (before === undefined) groups.push({ keyPacket: packet, firstFrame: 0 });
    else if (isKey && firstFrame > before.firstFrame) groups.push({ keyPacket: packet, firstFrame });
    // A key frame before the beginning is where the frames from the beginning on are decoded from.
    else if (isKey && groups.length === 1 && firstFrame <= 0 && (places[packet] ?? -1) >= 0) groups[0] = { keyPacket: packet, firstFrame: 0 };
  });
  return groups;
}

/** @returns the group `frame` is decoded in: an index into `groups`. */
export function groupOfFrame({ groups }: Pick<VideoIndex, 'groups'>, frame: number): number {
  let [low, high] = [0, groups.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((groups[middle]?.firstFrame ?? 0) <= frame) low = middle;
    else high = middle - 1;
  }
  return low;
}
