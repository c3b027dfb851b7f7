import type { OutboxEntry } from '../../shared/sync/outboxEntry.ts';
import type { BlobStore, MediaRecord, SyncStore } from '../../shared/sync/ports.ts';
import { bytesToSend, holdOf, nothingPaused, type SyncPause } from '../../shared/sync/syncPause.ts';

interface HoldsOptions {
  readonly store: Pick<SyncStore, 'media'>;
  readonly blobs: Pick<BlobStore, 'size'>;
  readonly pause: SyncPause | undefined;
}

/** What a person asked to wait, applied to the entries and files at hand. */
export class Holds {
  readonly #options: HoldsOptions;
  #pause: SyncPause;
  /** Found to be held: they make nobody look again until something is changed. */
  readonly #known = new Set<number>();
  readonly #attempts = new Map<number, AbortController>();

  constructor(options: HoldsOptions) {
    this.#options = options;
    this.#pause = options.pause ?? nothingPaused;
  }

  get pause(): SyncPause {
    return this.#pause;
  }

  /** An attempt of an entry that is held from now on is ended. */
  change(pause: SyncPause): void {
    this.#pause = pause;
    this.#known.clear();
    for (const sequence of pause.held) this.#attempts.get(sequence)?.abort();
  }

  known(): readonly number[] {
    return [...this.#known];
  }

  async notHeld<Entry extends OutboxEntry>(entries: readonly Entry[]): Promise<readonly Entry[]> {
    const free: Entry[] = [];
    for (const entry of entries) {
      if (holdOf(this.#pause, entry.sequence, await this.#bytesToSend(entry)) === null) free.push(entry);
      else this.#known.add(entry.sequence);
    }
    return free;
  }

  /** For one attempt: the engine's own signal, or that a person holds the entry back. */
  signalOf(sequence: number, signal: AbortSignal): AbortSignal {
    const own = new AbortController();
    if (this.#pause.held.includes(sequence)) own.abort();
    this.#attempts.set(sequence, own);
    return AbortSignal.any([signal, own.signal]);
  }

  ended(sequence: number): void {
    this.#attempts.delete(sequence);
  }

  /** On a metered connection only what says that it is small comes by itself. */
  prefetches({ current }: MediaRecord): boolean {
    const { metered, largeBytes } = this.#pause;
    return !metered || (current.content.size ?? Number.POSITIVE_INFINITY) <= largeBytes;
  }

  /** Looked up only where it counts. */
  async #bytesToSend(entry: OutboxEntry): Promise<number> {
    if (!this.#pause.metered || bytesToSend(entry, 1) === 0) return 0;
    const sha256 = (await this.#options.store.media(entry.resourceId))?.contentSha256 ?? null;
    const size = sha256 === null ? null : await this.#options.blobs.size(sha256);
    return size?.ok === true ? size.value : 0;
  }
}
