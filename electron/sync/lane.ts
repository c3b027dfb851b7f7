/** One piece of work that never runs twice at the same time; asked for while it runs, it runs once more afterwards. */
export class Lane {
  readonly #work: () => Promise<void>;
  readonly #onIdle: () => void;
  #running: Promise<void> | undefined;
  #again = false;

  /** @param onIdle called after every run, when the lane is free again. */
  constructor(work: () => Promise<void>, onIdle: () => void) {
    this.#work = work;
    this.#onIdle = onIdle;
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** @returns when a whole run that began after this call is over. */
  request(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** When nothing runs any more. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        await this.#work();
      }
    } finally {
      this.#running = undefined;
      this.#onIdle();
    }
  }
}
