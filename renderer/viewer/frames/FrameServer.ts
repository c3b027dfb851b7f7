import { FrameCache } from '../../../shared/frames/frameCache.ts';
import { prefetchOrder } from '../../../shared/frames/prefetchOrder.ts';
import { fail, type Result } from '../../../shared/errors/result.ts';
import type { FrameAnswer, FramePixels, FrameRequest, PartPurpose } from './frameProtocol.ts';
import { frameBudgetBytes } from './frameBudget.ts';
import type { DecodedFrame, FrameSource } from './frameSource.ts';

const mostFramesAhead = 6;
/** Above this many bytes in all frames, learning every delay in advance would cost more than it tells. */
const mostMeasuredBytes = 1600 * 1024 * 1024;

type WantedPart = Extract<FrameRequest, { kind: 'part' }>;

export type AnswerFrames = (answer: FrameAnswer, transfer: Transferable[]) => void;

/**
 * The one owner of a source. The latest request wins: what is being decoded for anything else is aborted first. A frame goes before parts of one.
 * While nobody asks it decodes ahead in the direction of travel, then learns the delays that the source does not know before it decodes.
 */
export class FrameServer {
  readonly #source: FrameSource;
  readonly #answer: AnswerFrames;
  readonly #cache = new FrameCache<DecodedFrame>(frameBudgetBytes);
  readonly #framesAhead: number;
  readonly #avoid: ReadonlySet<number>;
  /** Milliseconds; absent: not decoded yet. */
  readonly #delays = new Map<number, number | null>();
  readonly #unmeasured: readonly number[];
  #wanted: number | null = null;
  readonly #parts = new Map<PartPurpose, WantedPart>();
  #decoding: { readonly what: number | WantedPart; readonly abort: AbortController } | null = null;
  #ahead: number[] = [];
  #running = false;

  /** @param avoid frames not to be decoded before somebody asks for them. */
  constructor(source: FrameSource, answer: AnswerFrames, avoid: readonly number[] = []) {
    this.#source = source;
    this.#answer = answer;
    this.#avoid = new Set(avoid);
    const { count, durations, frameBytes, keepsFrames } = source;
    // Room for what is shown and the one behind, or looking ahead would push out what it fetched.
    this.#framesAhead = keepsFrames === true ? 0 : Math.max(0, Math.min(mostFramesAhead, Math.floor(frameBudgetBytes / frameBytes) - 2));
    for (const [frame, delay] of (durations ?? []).entries()) if (delay !== null) this.#delays.set(frame, delay);
    const affordable = durations !== null && this.#delays.size < count && frameBytes * count <= mostMeasuredBytes;
    this.#unmeasured = affordable ? Array.from({ length: count }, (_, index) => index).filter((frame) => !this.#avoid.has(frame)) : [];
  }

  show(frame: number, direction: -1 | 1): void {
    this.#wanted = frame;
    this.#ahead = prefetchOrder(frame, direction, this.#source.count, this.#framesAhead).filter((ahead) => !this.#avoid.has(ahead));
    if (this.#decoding !== null && this.#decoding.what !== frame) this.#decoding.abort.abort();
    void this.#run();
  }

  showPart(wanted: WantedPart): void {
    const before = this.#parts.get(wanted.purpose);
    if (wanted.region === null) this.#parts.delete(wanted.purpose);
    else this.#parts.set(wanted.purpose, wanted);
    if (this.#decoding !== null && this.#decoding.what === before) this.#decoding.abort.abort();
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let job = this.#next(); job !== null; job = this.#next()) {
      if ('region' in job) await this.#servePart(job);
      else await this.#serve(job.frame, job.keep);
    }
    this.#running = false;
  }

  #next(): { readonly frame: number; readonly keep: boolean } | WantedPart | null {
    if (this.#wanted !== null) return { frame: this.#wanted, keep: true };
    const [part] = this.#parts.values();
    if (part !== undefined) return part;
    const ahead = this.#ahead.shift();
    if (ahead !== undefined) return { frame: ahead, keep: true };
    const unmeasured = this.#unmeasured.find((frame) => !this.#delays.has(frame));
    return unmeasured === undefined ? null : { frame: unmeasured, keep: false };
  }

  async #serve(frame: number, keep: boolean): Promise<void> {
    const kept = this.#cache.get(frame);
    if (kept !== undefined) {
      await this.#deliver(frame, kept);
      return;
    }
    const { decoded, aborted } = await this.#decode(frame, (signal) => this.#source.frame(frame, signal));
    if (decoded.ok) {
      this.#learn(frame, recordedDelay(decoded.value));
      if ((await this.#deliver(frame, decoded.value)) === 'given away') return;
      if (keep && this.#source.keepsFrames !== true) this.#cache.put(frame, decoded.value);
      else decoded.value.close();
      return;
    }
    if (aborted) return;
    this.#learn(frame, null);
    if (this.#wanted !== frame) return;
    this.#wanted = null;
    this.#answer({ kind: 'frameFailed', frame, failure: decoded.error }, []);
  }

  async #servePart(wanted: WantedPart): Promise<void> {
    const { purpose, frame, region } = wanted;
    const { parts } = this.#source;
    if (parts === undefined || region === null) {
      this.#parts.delete(purpose);
      return;
    }
    const { decoded, aborted } = await this.#decode(wanted, (signal) => parts.decode(frame, region, signal));
    const isWanted = this.#parts.get(purpose) === wanted;
    if (isWanted && !aborted) this.#parts.delete(purpose);
    if (!decoded.ok) {
      if (isWanted && !aborted) this.#answer({ kind: 'frameFailed', frame, failure: decoded.error }, []);
    } else if (isWanted && !aborted) {
      this.#answer({ kind: 'part', purpose, frame, region, image: decoded.value }, [decoded.value]);
    } else {
      decoded.value.close();
    }
  }

  async #decode<Decoded>(what: number | WantedPart, work: (signal: AbortSignal) => Promise<Result<Decoded>>): Promise<{ readonly decoded: Result<Decoded>; readonly aborted: boolean }> {
    const abort = new AbortController();
    this.#decoding = { what, abort };
    this.#answer({ kind: 'begun', frame: typeof what === 'number' ? what : what.frame }, []);
    try {
      return { decoded: await work(abort.signal), aborted: abort.signal.aborted };
    } catch {
      // A decoder that read nobody's bytes may throw anything; one frame is not the medium.
      return { decoded: fail('data.undecodable'), aborted: abort.signal.aborted };
    } finally {
      this.#decoding = null;
      this.#answer({ kind: 'ended' }, []);
    }
  }

  /** @returns whether the frame was given away: a copy of the only picture would be there for nobody. */
  async #deliver(frame: number, decoded: DecodedFrame): Promise<'given away' | 'kept'> {
    if (this.#wanted !== frame) return 'kept';
    const givesAway = this.#source.count === 1 && decoded.kind === 'picture';
    const { pixels, transfer } = this.#reduced(givesAway ? pictureOf(decoded.image) : await copyOf(decoded));
    if (this.#wanted === frame) {
      this.#wanted = null;
      this.#answer({ kind: 'frame', frame, pixels, delay: this.#delays.get(frame) ?? null }, [transfer]);
    } else if (pixels.kind === 'picture') {
      pixels.image.close();
    }
    return givesAway ? 'given away' : 'kept';
  }

  #reduced(given: Given): Given {
    const { parts, width, height } = this.#source;
    return parts === undefined || given.pixels.kind === 'grey' ? given : { ...given, pixels: { ...given.pixels, reducedFrom: { width, height } } };
  }

  #learn(frame: number, delay: number | null): void {
    const { count, durations } = this.#source;
    if (durations === null || this.#delays.has(frame)) return;
    this.#delays.set(frame, delay);
    if (this.#delays.size < count) return;
    this.#answer({ kind: 'delays', delays: Array.from({ length: count }, (_, index) => this.#delays.get(index) ?? null) }, []);
  }
}

/** Milliseconds; only a decoder of animations tells it with the frame, in microseconds. */
function recordedDelay(frame: DecodedFrame): number | null {
  return frame.kind === 'picture' && 'duration' in frame.image && frame.image.duration !== null ? frame.image.duration / 1000 : null;
}

interface Given {
  readonly pixels: FramePixels;
  readonly transfer: Transferable;
}

function pictureOf(image: ImageBitmap | VideoFrame): Given {
  return { pixels: { kind: 'picture', image }, transfer: image };
}

async function copyOf(frame: DecodedFrame): Promise<Given> {
  if (frame.kind === 'picture') return pictureOf('clone' in frame.image ? frame.image.clone() : await createImageBitmap(frame.image));
  const { width, height, voi } = frame;
  const values = frame.values.slice();
  return { pixels: { kind: 'grey', width, height, values, voi }, transfer: values.buffer };
}
