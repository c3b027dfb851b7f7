import type { EncodedPacket } from 'mediabunny';
import type { PacketFeed } from './PacketFeed.ts';
import type { VideoIndex } from './videoIndex.ts';

/** More packets inside the decoder at once gain nothing, and delay what is asked for instead. */
const mostQueued = 4;
/** H.264 may hold back 16 pictures to put them in order; what has not come out after so many more never will. */
const mostBeyond = 34;

export interface RunPorts {
  readonly index: VideoIndex;
  readonly config: VideoDecoderConfig;
  readonly feed: PacketFeed;
  /** In the order of presentation; the receiver owns the image. */
  readonly onFrame: (frame: number, image: VideoFrame) => void;
}

/**
 * One decoder that goes forward from one key packet, as far as it is aimed and no further, until it is stopped or the video ends. Pictures are
 * named in the decoder by their place, never by their time: two may share a time, and a decoder rounds.
 */
export class DecodingRun {
  readonly #ports: RunPorts;
  readonly #decoder: VideoDecoder;
  readonly #group: number;
  #aim: number;
  /** The last frame that came out, or was passed over. */
  #passed: number;
  #state: 'running' | 'ended' | 'failed' | 'stopped' = 'running';
  #change = Promise.withResolvers<void>();

  constructor(ports: RunPorts, group: number, aim: number) {
    this.#ports = ports;
    this.#group = group;
    this.#aim = aim;
    this.#passed = (ports.index.groups[group]?.firstFrame ?? 0) - 1;
    this.#decoder = new VideoDecoder({ output: (image) => this.#receive(image), error: () => this.#finish('failed') });
    this.#decoder.addEventListener('dequeue', () => this.#changed());
    void this.#run();
  }

  get isOver(): boolean {
    return this.#state !== 'running';
  }

  /** Whether `frame` still comes out of this run, and sooner than out of one that begins at `group`, the frame's own. */
  serves(frame: number, group: number): boolean {
    return !this.isOver && frame > this.#passed && group >= this.#group && (this.#ports.index.groups[group]?.keyPacket ?? 0) <= this.#ports.feed.position;
  }

  /** Goes on to `frame`, should it be farther than it is going already. */
  aim(frame: number): void {
    this.#aim = Math.max(this.#aim, Math.min(frame, this.#ports.index.frameCount - 1));
    this.#changed();
  }

  /** Resolves when `frame` came out or never will. */
  async until(frame: number, signal?: AbortSignal): Promise<void> {
    const wake = () => this.#changed();
    signal?.addEventListener('abort', wake);
    while (!this.isOver && this.#passed < frame && signal?.aborted !== true) await this.#change.promise;
    signal?.removeEventListener('abort', wake);
  }

  stop(): void {
    this.#finish('stopped');
  }

  async #run(): Promise<void> {
    const { config, feed, index } = this.#ports;
    try {
      this.#decoder.configure(config);
      let packet = await feed.begin(this.#group);
      while (!this.isOver) {
        if (packet === null) {
          await this.#decoder.flush();
          this.#finish('ended');
          return;
        }
        if (!(await this.#mayTake(index.packets[this.#aim] ?? 0))) return;
        this.#decode(packet);
        packet = await feed.next();
      }
    } catch {
      this.#finish('failed');
    }
  }

  /** Waits until the decoder may be given the packet before `feed.position`. @returns false when it never may. */
  async #mayTake(needed: number): Promise<boolean> {
    let goal = needed;
    for (;;) {
      if (this.isOver) return false;
      const packet = this.#ports.feed.position - 1;
      const queued = this.#decoder.decodeQueueSize;
      if (this.#passed < this.#aim) {
        if (packet <= goal && queued < mostQueued) return true;
        if (packet > goal + mostBeyond && queued === 0) {
          // Everything a decoder may hold back for came after it: it has no picture for this.
          this.#passed = this.#aim;
          this.#changed();
        } else if (packet > goal && queued === 0) return true;
      }
      await this.#change.promise;
      goal = this.#ports.index.packets[this.#aim] ?? 0;
    }
  }

  #decode({ type, data }: EncodedPacket): void {
    const { index, feed } = this.#ports;
    const place = index.places[feed.position - 1] ?? -1;
    this.#decoder.decode(new EncodedVideoChunk({ type, data, timestamp: Math.max(0, place) }));
  }

  #receive(image: VideoFrame): void {
    const frame = image.timestamp - this.#ports.index.unseen;
    const first = this.#ports.index.groups[this.#group]?.firstFrame ?? 0;
    // Before the group begins: pictures that refer to what this run never decoded.
    if (this.isOver || frame < first || frame < 0 || frame >= this.#ports.index.frameCount) {
      image.close();
      return;
    }
    this.#passed = Math.max(this.#passed, frame);
    this.#ports.onFrame(frame, image);
    this.#changed();
  }

  #finish(state: 'ended' | 'failed' | 'stopped'): void {
    if (this.isOver) return;
    this.#state = state;
    if (this.#decoder.state !== 'closed') this.#decoder.close();
    this.#changed();
  }

  #changed(): void {
    const { resolve } = this.#change;
    this.#change = Promise.withResolvers();
    resolve();
  }
}
