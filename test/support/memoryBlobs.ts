import { createHash } from 'node:crypto';
import { RecentBlobs } from '../../electron/blobs/recentBlobs.ts';
import { collectBytes } from '../../electron/workspace/collectBytes.ts';
import { attempt, fail, FailureError, succeed } from '../../shared/errors/result.ts';
import type { BlobStore } from '../../shared/sync/ports.ts';

/** Blobs without a disk, so that tests on virtual time wait for nothing real. */
export class MemoryBlobs implements BlobStore {
  readonly held = new Map<string, Uint8Array>();
  readonly #recent: RecentBlobs;

  /** @param now milliseconds, for what was just written. */
  constructor(now: () => number = () => performance.now()) {
    this.#recent = new RecentBlobs(now);
  }

  async write(bytes: AsyncIterable<Uint8Array> | Uint8Array) {
    return attempt(async () => {
      const whole = bytes instanceof Uint8Array ? bytes : await collectBytes(bytes);
      const sha256 = createHash('sha256').update(whole).digest('hex');
      await this.#recent.written(sha256);
      this.held.set(sha256, whole);
      return { sha256, size: whole.byteLength };
    });
  }

  /** Nothing is kept of what breaks off. */
  async kept() {
    return undefined;
  }

  async forgetKept() {}

  async has(sha256: string) {
    return this.held.has(sha256);
  }

  async *read(sha256: string, range?: { readonly start: number; readonly end: number }) {
    const bytes = this.held.get(sha256);
    if (!bytes) throw new FailureError({ code: 'local.blob-missing' });
    // Whoever reads holds what he read alone, as from a disk, and may give its memory back.
    yield Uint8Array.from(bytes.subarray(range?.start, range?.end));
  }

  async size(sha256: string) {
    const bytes = this.held.get(sha256);
    return bytes ? succeed(bytes.byteLength) : fail('local.blob-missing');
  }

  async remove(sha256: string) {
    this.held.delete(sha256);
  }

  async evict(sha256: string, detach: () => Promise<boolean>) {
    return this.#recent.evict(sha256, async () => {
      const gone = await detach();
      if (gone) this.held.delete(sha256);
      return gone;
    });
  }

  async *list() {
    yield* this.held.keys();
  }
}
