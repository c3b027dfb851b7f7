import { FrameCache } from '../../../shared/frames/frameCache.ts';
import { prefetchOrder } from '../../../shared/frames/prefetchOrder.ts';
import type { FrameAnswer } from './frameProtocol.ts';

const cacheBudgetBytes = 192 * 1024 * 1024;
const mostFramesAhead = 6;
/** Above this many bytes in all frames, learning every delay in advance would cost more than it tells. */
const mostMeasuredBytes = 1600 * 1024 * 1024;

interface KeptFrame {
  readonly image: VideoFrame;
  readonly bytes: number;
  readonly close: () => void;
}

export interface AnimationSource {
  readonly decoder: ImageDecoder;
  readonly frameCount: number;
  /** Decoded size of one frame. */
  readonly frameBytes: number;
}

/**
 * The one owner of an animation's decoder. The latest request wins: what is being decoded for anything else is aborted first.
 * While nobody asks it decodes ahead in the direction of travel, then learns the delays it does not know yet.
 */
export class AnimationFrames {
  readonly #source: AnimationSource;
  readonly #answer: (answer: FrameAnswer, transfer: Transferable[]) => void;
  readonly #cache = new FrameCache<KeptFrame>(cacheBudgetBytes);
  readonly #framesAhead: number;
  /** Milliseconds; absent: not decoded yet. */
  readonly #delays = new Map<number, number | null>();
  #wanted: number | null = null;
  #decoding: number | null = null;
  #ahead: number[] = [];
  #unmeasured: number[];
  #running = false;

  constructor(source: AnimationSource, answer: (answer: FrameAnswer, transfer: Transferable[]) => void) {
    this.#source = source;
    this.#answer = answer;
    // Room for what is shown and the one behind, or looking ahead would push out what it fetched.
    this.#framesAhead = Math.max(0, Math.min(mostFramesAhead, Math.floor(cacheBudgetBytes / source.frameBytes) - 2));
    const affordable = source.frameBytes * source.frameCount <= mostMeasuredBytes;
    this.#unmeasured = affordable ? Array.from({ length: source.frameCount }, (_, index) => index) : [];
  }

  show(frame: number, direction: -1 | 1): void {
    this.#wanted = frame;
    this.#ahead = prefetchOrder(frame, direction, this.#source.frameCount, this.#framesAhead);
    if (this.#decoding !== null && this.#decoding !== frame) this.#source.decoder.reset();
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let job = this.#next(); job !== null; job = this.#next()) await this.#serve(job.frame, job.keep);
    this.#running = false;
  }

  #next(): { readonly frame: number; readonly keep: boolean } | null {
    if (this.#wanted !== null) return { frame: this.#wanted, keep: true };
    const ahead = this.#ahead.shift();
    if (ahead !== undefined) return { frame: ahead, keep: true };
    const unmeasured = this.#unmeasured.find((frame) => !this.#delays.has(frame));
    return unmeasured === undefined ? null : { frame: unmeasured, keep: false };
  }

  async #serve(frame: number, keep: boolean): Promise<void> {
    const kept = this.#cache.get(frame);
    if (kept !== undefined) {
      this.#deliver(frame, kept.image);
      return;
    }
    this.#decoding = frame;
    try {
      const { image } = await this.#source.decoder.decode({ frameIndex: frame });
      this.#learn(frame, image.duration === null ? null : image.duration / 1000);
      this.#deliver(frame, image);
      if (keep) this.#cache.put(frame, { image, bytes: this.#source.frameBytes, close: () => image.close() });
      else image.close();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      this.#learn(frame, null);
      if (this.#wanted !== frame) return;
      this.#wanted = null;
      this.#answer({ kind: 'frameFailed', frame }, []);
    } finally {
      this.#decoding = null;
    }
  }

  #deliver(frame: number, image: VideoFrame): void {
    if (this.#wanted !== frame) return;
    this.#wanted = null;
    const copy = image.clone();
    this.#answer({ kind: 'frame', frame, image: copy, delay: this.#delays.get(frame) ?? null }, [copy]);
  }

  #learn(frame: number, delay: number | null): void {
    if (this.#delays.has(frame)) return;
    this.#delays.set(frame, delay);
    if (this.#delays.size < this.#source.frameCount) return;
    const delays = Array.from({ length: this.#source.frameCount }, (_, index) => this.#delays.get(index) ?? null);
    this.#answer({ kind: 'delays', delays }, []);
  }
}
