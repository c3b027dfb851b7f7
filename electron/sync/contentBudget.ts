import type { BlobStore, MediaRecord, SyncStore } from '../../shared/sync/ports.ts';

/** So many are let go of before it is counted again. */
const batch = 200;

interface ContentBudgetOptions {
  readonly store: SyncStore;
  readonly blobs: BlobStore;
  readonly limitBytes: number;
  readonly onEvicted: (media: { readonly mediaId: string; readonly patientId: string | null }) => void;
}

/**
 * How many bytes of pictures are kept on this computer. Over it, those go that were not used for longest, that the chart is proven to hold, and
 * whose patient is not pinned; what is not confirmed never goes, however much it is.
 */
export class ContentBudget {
  readonly #options: ContentBudgetOptions;
  #limitBytes: number;
  #keptBytes = 0;

  constructor(options: ContentBudgetOptions) {
    this.#options = options;
    this.#limitBytes = options.limitBytes;
  }

  set limitBytes(bytes: number) {
    this.#limitBytes = bytes;
  }

  /** Counts what is there, before many are fetched. */
  async count(): Promise<void> {
    this.#keptBytes = await this.#options.store.keptContentBytes();
  }

  /** Whether bytes that nobody asks for may come. Those of a pinned patient take the room of others. */
  async hasRoom({ current, pinned }: MediaRecord & { readonly pinned: boolean }): Promise<boolean> {
    const size = current.content.size ?? 0;
    if (this.#keptBytes + size > this.#limitBytes && pinned) await this.#letGo(this.#keptBytes + size - this.#limitBytes);
    if (this.#keptBytes + size > this.#limitBytes) return false;
    this.#keptBytes += size;
    return true;
  }

  /** Lets go of what is over it. */
  async enforce(): Promise<void> {
    await this.count();
    if (this.#keptBytes > this.#limitBytes) await this.#letGo(this.#keptBytes - this.#limitBytes);
  }

  async #letGo(bytes: number): Promise<void> {
    const { store, blobs, onEvicted } = this.#options;
    let [over, went] = [bytes, true];
    while (over > 0 && went) {
      went = false;
      for (const { sha256, size } of await store.evictableContents(batch)) {
        if (over <= 0) break;
        let media: Awaited<ReturnType<SyncStore['evictContent']>> = [];
        const gone = await blobs.evict(sha256, async () => {
          media = await store.evictContent(sha256);
          return media.length > 0;
        });
        if (!gone) continue;
        [over, went, this.#keptBytes] = [over - size, true, this.#keptBytes - size];
        for (const one of media) onEvicted(one);
      }
    }
  }
}
