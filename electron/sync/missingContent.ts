import type { Failure } from '../../shared/errors/errorCode.ts';
import { succeed, type Result } from '../../shared/errors/result.ts';
import type { BlobStore, MediaRecord, RemoteChart, SyncStore } from '../../shared/sync/ports.ts';
import { retryPause } from '../../shared/sync/retrySchedule.ts';
import { fetchContent } from './fetchContent.ts';
import { forEachBounded } from './forEachBounded.ts';

const atATime = 3;
const batch = 30;

interface MissingContentOptions {
  readonly store: SyncStore;
  readonly blobs: BlobStore;
  readonly now: () => number;
  readonly random: () => number;
  readonly onFetched: (mediaId: string) => Promise<void>;
}

/** Fetches the bytes of Media that are not on this computer, and remembers why some could not be had. */
export class MissingContent {
  readonly #options: MissingContentOptions;
  readonly #failures = new Map<string, { readonly failure: Failure; readonly attempts: number; readonly retryAt: number }>();

  constructor(options: MissingContentOptions) {
    this.#options = options;
  }

  failure(mediaId: string): Failure | null {
    return this.#failures.get(mediaId)?.failure ?? null;
  }

  /** All may be tried again at once. */
  forgetFailures(): void {
    this.#failures.clear();
  }

  /** @param open the chart while there may be requests, else null: then it ends. */
  async fetchAll(open: () => { readonly chart: RemoteChart; readonly signal: AbortSignal } | null): Promise<void> {
    const { store, now } = this.#options;
    const tried = new Set<string>();
    for (;;) {
      const waiting = [...this.#failures.values()].filter(({ retryAt }) => retryAt > now()).length;
      const missing = (await store.mediaWithoutContent(batch + waiting + tried.size)).filter(({ id }) => !tried.has(id) && (this.#failures.get(id)?.retryAt ?? 0) <= now());
      if (missing.length === 0) return;
      let closed = false;
      await forEachBounded(missing, atATime, async (record) => {
        const way = open();
        closed ||= way === null;
        if (!way || closed) return;
        tried.add(record.id);
        await this.fetch(record, way.chart, way.signal);
      });
      if (closed) return;
    }
  }

  async fetch(record: MediaRecord, chart: RemoteChart, signal: AbortSignal): Promise<Result<void>> {
    const { store, blobs, now, random, onFetched } = this.#options;
    const fetched = await fetchContent(chart, blobs, record.current.content, signal);
    if (!fetched.ok) {
      const attempts = (this.#failures.get(record.id)?.attempts ?? 0) + 1;
      const retryAt = now() + retryPause(attempts, random(), fetched.error.retryAfterMilliseconds);
      if (fetched.error.code !== 'local.cancelled') this.#failures.set(record.id, { failure: fetched.error, attempts, retryAt });
      return fetched;
    }
    this.#failures.delete(record.id);
    await store.attachContent(record.id, fetched.value);
    await onFetched(record.id);
    return succeed(undefined);
  }
}
