import type { Failure } from '../../shared/errors/errorCode.ts';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { bytesApart } from '../../shared/fhir/bytesApart.ts';
import type { BlobStore, MediaRecord, RemoteChart, SyncStore } from '../../shared/sync/ports.ts';
import { retryPause } from '../../shared/sync/retrySchedule.ts';
import { fetchByLatestUrl } from './fetchByLatestUrl.ts';
import type { FetchContext } from './fetchContent.ts';
import { fetchPages } from './fetchPages.ts';
import { forEachBounded } from './forEachBounded.ts';
import type { Transfers } from './transfers.ts';

const atATime = 3;
const batch = 30;

interface MissingContentOptions {
  readonly store: SyncStore;
  readonly blobs: BlobStore;
  readonly transfers: Transfers;
  readonly now: () => number;
  readonly random: () => number;
  readonly onFetched: (mediaId: string) => Promise<void>;
}

interface Fetch {
  readonly done: Promise<Result<void>>;
  readonly cancel: () => void;
}

/** Fetches the bytes of Media that are not on this computer, and remembers why some could not be had. */
export class MissingContent {
  readonly #options: MissingContentOptions;
  readonly #failures = new Map<string, { readonly failure: Failure; readonly attempts: number; readonly retryAt: number }>();
  readonly #underWay = new Map<string, Fetch>();
  /** A person wants these not now; they are fetched again when a person asks. */
  readonly #unwanted = new Set<string>();

  constructor(options: MissingContentOptions) {
    this.#options = options;
  }

  failure(mediaId: string): Failure | null {
    return this.#failures.get(mediaId)?.failure ?? null;
  }

  /** Bytes of an interrupted fetch that need not be fetched again. */
  async keptBytes(mediaId: string): Promise<number> {
    return (await this.#options.blobs.kept(mediaId))?.size ?? 0;
  }

  /** All may be tried again at once. */
  forgetFailures(): void {
    this.#failures.clear();
  }

  /**
   * @param open the chart while there may be requests, else null: then it ends.
   * @param wanted whether to fetch these bytes though nobody asks for them.
   * @param hasRoom whether they may come; when not, it ends, for what follows is wanted less.
   */
  async fetchAll(
    open: () => { readonly chart: RemoteChart; readonly signal: AbortSignal } | null,
    wanted: (record: MediaRecord) => boolean,
    hasRoom: (record: MediaRecord & { readonly pinned: boolean }) => Promise<boolean>,
  ): Promise<void> {
    const { store, now } = this.#options;
    // A gateway's urls lead to documents that nobody may ever look at: they are fetched when a person asks.
    if (open()?.chart.capabilities.binaries !== true) return;
    const tried = new Set<string>();
    for (;;) {
      const waiting = [...this.#failures].filter(([, { retryAt }]) => retryAt > now()).map(([id]) => id);
      // By name, not by asking for so many more: a chart that has the bytes of none of ten thousand would be read whole for each thirty.
      const missing = await store.mediaWithoutContent(batch, [...tried, ...this.#unwanted, ...waiting]);
      if (missing.length === 0) return;
      let closed = false;
      await forEachBounded(missing, atATime, async (record) => {
        const way = open();
        closed ||= way === null;
        if (!way || closed) return;
        tried.add(record.id);
        if (this.#unwanted.has(record.id) || !wanted(record)) return;
        if (await hasRoom(record)) await this.#joined(record, way.chart, way.signal);
        else closed = true;
      });
      if (closed) return;
    }
  }

  /** A person asks for it. */
  async fetch(mediaId: string, chart: RemoteChart, signal: AbortSignal): Promise<Result<void>> {
    this.#unwanted.delete(mediaId);
    const record = await this.#options.store.media(mediaId);
    if (!record) return fail('local.not-found', { detail: 'media' });
    // They may have thought better of it meanwhile.
    return this.#unwanted.has(mediaId) ? fail('local.cancelled') : this.#joined(record, chart, signal);
  }

  /** What came is kept for the next time. */
  async cancel(mediaId: string): Promise<void> {
    this.#unwanted.add(mediaId);
    const underWay = this.#underWay.get(mediaId);
    underWay?.cancel();
    await underWay?.done;
  }

  /** One fetch of a Media at a time, whoever asks. */
  #joined(record: MediaRecord, chart: RemoteChart, signal: AbortSignal): Promise<Result<void>> {
    const before = this.#underWay.get(record.id);
    if (before) return before.done;
    const own = new AbortController();
    const done = this.#fetch(record, chart, AbortSignal.any([signal, own.signal])).finally(() => {
      this.#underWay.delete(record.id);
      this.#options.transfers.end(record.id);
    });
    this.#underWay.set(record.id, { done, cancel: () => own.abort() });
    return done;
  }

  /** Bytes that stand inside the Media come with it. */
  async #readAgain({ serverId }: MediaRecord, sha256: string, chart: RemoteChart, signal: AbortSignal): Promise<Result<{ readonly sha256: string; readonly size: number }>> {
    const read = serverId === null ? fail('local.blob-missing') : await chart.readMedia(serverId, signal);
    if (!read.ok) return read;
    if (bytesApart(read.value.resource.content)?.bytes !== sha256) return fail('data.hash-mismatch', { detail: 'other bytes now' });
    const size = await this.#options.blobs.size(sha256);
    return size.ok ? succeed({ sha256, size: size.value }) : size;
  }

  async #fetchAll(context: FetchContext, record: MediaRecord) {
    const apart = bytesApart(record.current.content);
    const content = apart ? await this.#readAgain(record, apart.bytes, context.chart, context.signal) : await fetchByLatestUrl(context, record);
    if (!content.ok) return content;
    const pages = await fetchPages(context, record);
    return pages.ok ? succeed({ content: content.value, pages: pages.value }) : pages;
  }

  async #fetch(record: MediaRecord, chart: RemoteChart, signal: AbortSignal): Promise<Result<void>> {
    const { store, blobs, transfers, now, random, onFetched } = this.#options;
    const onProgress = (receivedBytes: number, totalBytes: number | null) => transfers.progress(record.id, 'down', receivedBytes, totalBytes);
    const fetched = await this.#fetchAll({ chart, blobs, signal, key: record.id, onProgress }, record);
    if (!fetched.ok) {
      const attempts = (this.#failures.get(record.id)?.attempts ?? 0) + 1;
      const retryAt = now() + retryPause(attempts, random(), fetched.error.retryAfterMilliseconds);
      if (fetched.error.code !== 'local.cancelled') {
        this.#failures.set(record.id, { failure: fetched.error, attempts, retryAt });
        transfers.tell(record.id);
      }
      return fetched;
    }
    this.#failures.delete(record.id);
    const attached = await store.attachContent(record.id, fetched.value.content, record.current, fetched.value.pages);
    if (!attached) {
      // The chart put others in their place meanwhile.
      const latest = await store.media(record.id);
      return latest ? this.#fetch(latest, chart, signal) : fail('local.not-found', { detail: 'media' });
    }
    await onFetched(record.id);
    return succeed(undefined);
  }
}
