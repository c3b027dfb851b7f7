interface ShelvedFrame {
  readonly bytes: number;
  readonly close: () => void;
}

/** A frame behind the travel is this many times as far as one before it: it is worth keeping for a change of mind, not more. */
const behindIsFarther = 4;

/**
 * Decoded frames within a budget of bytes. What is farthest from where the person is goes first, not what was used longest ago: a group
 * decoded for its last frames must not push out those that are about to be shown. It owns what is put in and closes each frame once.
 */
export class FrameShelf<Frame extends ShelvedFrame> {
  readonly #budget: number;
  readonly #frames = new Map<number, Frame>();
  #bytes = 0;
  #position = 0;
  #direction: -1 | 1 = 1;

  constructor(budgetBytes: number) {
    this.#budget = budgetBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  moveTo(position: number, direction: -1 | 1): void {
    this.#position = position;
    this.#direction = direction;
  }

  has(frame: number): boolean {
    return this.#frames.has(frame);
  }

  get(frame: number): Frame | undefined {
    return this.#frames.get(frame);
  }

  /** The frame at the position is kept even where it is alone larger than the budget. */
  put(frame: number, shelved: Frame): void {
    this.#drop(frame);
    this.#frames.set(frame, shelved);
    this.#bytes += shelved.bytes;
    while (this.#bytes > this.#budget && this.#frames.size > 1) this.#drop(this.#farthest());
  }

  /** @returns how many frames in a row are there from `from` on, `from` itself not counted. */
  inARow(from: number, direction: -1 | 1): number {
    let count = 0;
    while (this.#frames.has(from + (count + 1) * direction)) count += 1;
    return count;
  }

  clear(): void {
    for (const frame of this.#frames.keys()) this.#drop(frame);
  }

  #farthest(): number {
    let [farthest, most] = [this.#position, -1];
    for (const frame of this.#frames.keys()) {
      const ahead = (frame - this.#position) * this.#direction;
      const distance = ahead >= 0 ? ahead : -ahead * behindIsFarther;
      if (distance > most) [farthest, most] = [frame, distance];
    }
    return farthest;
  }

  #drop(frame: number): void {
    const shelved = this.#frames.get(frame);
    if (shelved === undefined) return;
    this.#frames.delete(frame);
    this.#bytes -= shelved.bytes;
    shelved.close();
  }
}
