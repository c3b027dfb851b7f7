/** What the cache needs of a frame: its weight, and a way to let go of it. */
export interface CachedFrame {
  readonly bytes: number;
  readonly close: () => void;
}

/**
 * Decoded frames within a budget of bytes, least recently used first out. It owns what is put in: a frame that leaves is closed
 * exactly once.
 */
export class FrameCache<Frame extends CachedFrame> {
  readonly #budget: number;
  /** In order of use, the latest last. */
  readonly #frames = new Map<number, Frame>();
  #bytes = 0;

  constructor(budgetBytes: number) {
    this.#budget = budgetBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  has(index: number): boolean {
    return this.#frames.has(index);
  }

  get(index: number): Frame | undefined {
    const frame = this.#frames.get(index);
    if (frame !== undefined) {
      this.#frames.delete(index);
      this.#frames.set(index, frame);
    }
    return frame;
  }

  /** Makes room first. A frame that is alone larger than the budget is closed and not kept. */
  put(index: number, frame: Frame): void {
    this.#drop(index);
    if (frame.bytes > this.#budget) {
      frame.close();
      return;
    }
    for (const oldest of this.#frames.keys()) {
      if (this.#bytes + frame.bytes <= this.#budget) break;
      this.#drop(oldest);
    }
    this.#frames.set(index, frame);
    this.#bytes += frame.bytes;
  }

  clear(): void {
    for (const index of this.#frames.keys()) this.#drop(index);
  }

  #drop(index: number): void {
    const frame = this.#frames.get(index);
    if (frame === undefined) return;
    this.#frames.delete(index);
    this.#bytes -= frame.bytes;
    frame.close();
  }
}
