import type { PixelSpacing } from '../../../../shared/dicom/description/spacing.ts';
import type { ErrorCode } from '../../../../shared/errors/errorCode.ts';
import { fail, succeed, type Result } from '../../../../shared/errors/result.ts';
import type { DecodedFrame, FrameDurations, FrameSource } from '../frameSource.ts';
import { DecodingRun } from './DecodingRun.ts';
import { FrameShelf } from './FrameShelf.ts';
import type { PacketFeed } from './PacketFeed.ts';
import { groupOfFrame, type VideoIndex } from './videoIndex.ts';

/** Decoded frames that are kept, beside those the receiver holds. */
const shelfBytes = 192 * 1024 * 1024;
/** Frames decoded ahead of a forward travel. */
const mostAhead = 8;

export interface OpenedVideo {
  readonly index: VideoIndex;
  readonly config: VideoDecoderConfig;
  /** A feed of its own for every run. */
  readonly feed: () => PacketFeed;
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  /** Why bytes could not be read; null while all could. */
  readonly failure: () => ErrorCode | null;
  readonly close: () => void;
}

interface KeptFrame {
  readonly image: VideoFrame;
  readonly bytes: number;
  readonly close: () => void;
}

/**
 * A video, frame by frame. One decoder at a time; what a request asks for comes first, and what is decoded ahead for nobody yet gives way to it.
 * Going forward the decoder simply goes on. Going back needs what lies before, which only decodes forward from its key frame: so the
 * group before is decoded while this one is still looked at.
 */
export class VideoFrames implements FrameSource {
  readonly spacing: PixelSpacing = { kind: 'uncalibrated' };
  /** The pictures come out with square pixels. */
  readonly pixelAspect = 1;
  readonly keepsFrames = true;
  readonly #video: OpenedVideo;
  readonly #shelf: FrameShelf<KeptFrame>;
  /** How many frames the shelf holds, about. */
  readonly #capacity: number;
  #run: DecodingRun | null = null;
  #position = 0;
  #direction: -1 | 1 = 1;
  #asked = 0;
  #looking = false;
  #closed = false;

  constructor(video: OpenedVideo, budgetBytes = shelfBytes) {
    this.#video = video;
    this.#shelf = new FrameShelf(budgetBytes);
    this.#capacity = Math.max(2, Math.floor(budgetBytes / this.frameBytes));
  }

  get count(): number {
    return this.#video.index.frameCount;
  }

  get width(): number {
    return this.#video.width;
  }

  get height(): number {
    return this.#video.height;
  }

  get bits(): number {
    return this.#video.bits;
  }

  /** Brightness for every pixel, colour for every fourth. */
  get frameBytes(): number {
    return Math.ceil(this.width * this.height * 1.5 * (this.bits > 8 ? 2 : 1));
  }

  get durations(): FrameDurations {
    return this.#video.index.durations;
  }

  /** Bytes of decoded frames that are kept. */
  get keptBytes(): number {
    return this.#shelf.bytes;
  }

  readonly frame = async (frame: number, signal: AbortSignal): Promise<Result<DecodedFrame>> => {
    if (signal.aborted || this.#closed) return fail('local.cancelled');
    this.#direction = frame < this.#position ? -1 : 1;
    this.#position = frame;
    this.#shelf.moveTo(frame, this.#direction);
    this.#asked += 1;
    try {
      if (!this.#shelf.has(frame)) await this.#decode(frame, signal);
    } finally {
      this.#asked -= 1;
    }
    const kept = this.#shelf.get(frame);
    // What was decoded for a request that is not wanted any more stays for the next.
    if (signal.aborted) return fail('local.cancelled');
    if (kept === undefined) return fail(this.#video.failure() ?? 'data.undecodable');
    const image = kept.image.clone();
    void this.#lookAhead();
    return succeed({ kind: 'picture', image, bytes: kept.bytes, close: () => image.close() });
  };

  readonly close = (): void => {
    this.#closed = true;
    this.#run?.stop();
    this.#shelf.clear();
    this.#video.close();
  };

  async #decode(frame: number, signal: AbortSignal): Promise<void> {
    await this.#runTo(frame, frame).until(frame, signal);
  }

  /** The run `frame` comes out of, going on as far as `aim`. */
  #runTo(frame: number, aim: number): DecodingRun {
    const { index, config, feed } = this.#video;
    const group = groupOfFrame(index, frame);
    if (this.#run?.serves(frame, group) === true) {
      this.#run.aim(aim);
      return this.#run;
    }
    this.#run?.stop();
    this.#run = new DecodingRun({ index, config, feed: feed(), onFrame: (decoded, image) => this.#keep(decoded, image) }, group, Math.min(aim, index.frameCount - 1));
    return this.#run;
  }

  #keep(frame: number, image: VideoFrame): void {
    const bytes = image.format === null ? this.frameBytes : image.allocationSize();
    this.#shelf.put(frame, { image, bytes, close: () => image.close() });
  }

  /** Until somebody asks for something else, or enough is there. */
  async #lookAhead(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    for (let next = this.#nextAhead(); next !== null; next = this.#nextAhead()) {
      await this.#runTo(next.frame, next.aim).until(next.frame);
      // Damaged, or for another: it would be asked for again for ever.
      if (!this.#shelf.has(next.frame)) break;
    }
    this.#looking = false;
  }

  #nextAhead(): { readonly frame: number; readonly aim: number } | null {
    if (this.#asked > 0 || this.#closed) return null;
    const known = this.#shelf.inARow(this.#position, this.#direction);
    const frame = this.#position + (known + 1) * this.#direction;
    if (frame < 0 || frame >= this.count) return null;
    if (this.#direction === 1) {
      const ahead = Math.min(mostAhead, Math.floor(this.#capacity / 2));
      return known >= ahead ? null : { frame, aim: this.#position + ahead };
    }
    // Half of what fits: a group larger than that is decoded again for each half, not for each frame.
    return known >= this.#capacity / 2 ? null : { frame, aim: frame };
  }
}
