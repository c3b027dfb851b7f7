import { fail, FailureError, type Result } from '../../shared/errors/result.ts';
import type { BlobStore, MediaRecord } from '../../shared/sync/ports.ts';
import type { Cache } from '../cache/cache.ts';
import type { Imaging } from '../imaging/imaging.ts';
import { collectBytes } from './collectBytes.ts';

const batchSize = 8;

/**
 * Makes the thumbnails, and counts the frames and pixels, of Media whose bytes came from the chart. One pass at a time; `wake` during a
 * pass starts another after it.
 */
export class Thumbnailer {
  readonly #cache: Cache;
  readonly #blobs: BlobStore;
  readonly #imaging: Imaging;
  readonly #onMade: (media: MediaRecord) => void;
  readonly #onDefect: (error: unknown) => void;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor(services: { readonly cache: Cache; readonly blobs: BlobStore; readonly imaging: Imaging; readonly onMade: (media: MediaRecord) => void; readonly onDefect: (error: unknown) => void }) {
    this.#cache = services.cache;
    this.#blobs = services.blobs;
    this.#imaging = services.imaging;
    this.#onMade = services.onMade;
    this.#onDefect = services.onDefect;
  }

  wake(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#running ??= this.#work()
      .catch((error: unknown) => {
        // A full disk, say: what is missing is made at the next wake.
        if (!(error instanceof FailureError)) this.#onDefect(error);
      })
      .finally(() => {
        this.#running = null;
      });
  }

  /** Resolves when there is nothing left to make. */
  async finish(): Promise<void> {
    this.wake();
    await this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #work(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      const waiting = await this.#cache.mediaWithoutThumbnail(batchSize);
      for (const media of waiting) {
        if (this.#stopped) return;
        await this.#make(media);
      }
      if (waiting.length === batchSize) this.#again = true;
    }
  }

  async #make(media: MediaRecord): Promise<void> {
    if (media.contentSha256 === null) return;
    const bytes = await this.#read(media.contentSha256);
    const thumbnail = bytes.ok ? await this.#imaging.thumbnail(bytes.value) : bytes;
    const stored = thumbnail.ok && thumbnail.value !== null ? await this.#blobs.write(thumbnail.value) : null;
    if (bytes.ok) {
      const probe = await this.#imaging.probe(bytes.value);
      if (probe.ok) await this.#cache.setProbe(media.id, { width: probe.value.width, height: probe.value.height, frames: probe.value.frames }, media.contentSha256);
    }
    // A full disk is no reason never to try again; a file that has no thumbnail is.
    if (stored && !stored.ok) return;
    await this.#cache.setThumbnail(media.id, stored?.value.sha256 ?? null, media.contentSha256);
    this.#onMade(media);
  }

  async #read(sha256: string): Promise<Result<Uint8Array>> {
    try {
      return { ok: true, value: await collectBytes(this.#blobs.read(sha256)) };
    } catch {
      // `verify` and the viewer report a damaged blob; here it only means that there is no thumbnail.
      return fail('local.blob-corrupt');
    }
  }
}
