import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt, FailureError, type Result } from '../../shared/errors/result.ts';
import type { KeepAs, KeptBytes } from '../../shared/sync/byteTransfer.ts';
import type { BlobStore } from '../../shared/sync/ports.ts';
import { asFailureError } from '../storage/storageFailure.ts';
import { blobPath, isSha256, temporaryPrefix } from './blobPath.ts';
import { OpenBlob } from './openBlob.ts';
import { PartialBlobs } from './partialBlobs.ts';
import { RecentBlobs } from './recentBlobs.ts';
import { writeBlob } from './writeBlob.ts';

export interface ClosableBlobStore extends BlobStore {
  /** Forgets the key; every later call fails with `local.locked`. */
  readonly close: () => void;
}

/**
 * Content-addressed, encrypted files: `<directory>/ab/<sha256>`. What an interrupted write left behind is removed, unless it is kept to be gone
 * on with, for a week. Fails with `local.read-only` or `local.disk-full`.
 * @param options.key 32 bytes; copied.
 * @param options.now ms since 1970 UTC.
 */
export function openBlobStore(options: { readonly directory: string; readonly key: Uint8Array; readonly now?: () => number }): Promise<Result<ClosableBlobStore>> {
  const { directory, key, now = Date.now } = options;
  return attempt(async () => {
    const store = new EncryptedBlobStore(directory, key);
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await removeLeftovers(directory);
      await store.partials.sweep(now());
    } catch (error) {
      throw asFailureError(error);
    }
    return store;
  });
}

class EncryptedBlobStore implements ClosableBlobStore {
  readonly partials: PartialBlobs;
  readonly #directory: string;
  readonly #key: Buffer;
  readonly #recent = new RecentBlobs(() => performance.now());
  #closed = false;

  constructor(directory: string, key: Uint8Array) {
    this.#directory = directory;
    this.#key = Buffer.from(key);
    this.partials = new PartialBlobs(directory, () => this.#usableKey());
  }

  write(bytes: AsyncIterable<Uint8Array> | Uint8Array, keepAs?: KeepAs): Promise<Result<{ readonly sha256: string; readonly size: number }>> {
    return attempt(async () => writeBlob(this.#directory, this.#usableKey(), bytes, this.#recent, keepAs && (await onDisk(this.partials.begin(keepAs)))));
  }

  kept(key: string): Promise<KeptBytes | undefined> {
    return onDisk(this.partials.kept(key));
  }

  forgetKept(key?: string): Promise<void> {
    return onDisk(this.partials.forget(key));
  }

  async has(sha256: string): Promise<boolean> {
    const size = await this.size(sha256);
    if (size.ok) return true;
    if (size.error.code === 'local.blob-missing') return false;
    // A blob that is there but damaged has to be fetched again.
    if (size.error.code === 'local.blob-corrupt') return false;
    throw new FailureError(size.error);
  }

  async *read(sha256: string, range?: { readonly start: number; readonly end: number }): AsyncGenerator<Uint8Array> {
    const blob = await OpenBlob.open(this.#directory, this.#usableKey(), sha256);
    try {
      yield* blob.read(range);
    } finally {
      await blob.close();
    }
  }

  size(sha256: string): Promise<Result<number>> {
    return attempt(async () => {
      const blob = await OpenBlob.open(this.#directory, this.#usableKey(), sha256);
      await blob.close();
      return blob.size;
    });
  }

  async remove(sha256: string): Promise<void> {
    try {
      await rm(blobPath(this.#directory, sha256), { force: true });
    } catch (error) {
      throw asFailureError(error);
    }
  }

  evict(sha256: string, detach: () => Promise<boolean>): Promise<boolean> {
    return this.#recent.evict(sha256, async () => {
      const gone = await detach();
      if (gone) await this.remove(sha256);
      return gone;
    });
  }

  async *list(): AsyncGenerator<string> {
    for (const folder of await readdir(this.#directory, { withFileTypes: true })) {
      if (!folder.isDirectory()) continue;
      for (const name of await readdir(join(this.#directory, folder.name))) if (isSha256(name)) yield name;
    }
  }

  close(): void {
    this.#closed = true;
    this.#key.fill(0);
  }

  #usableKey(): Buffer {
    if (this.#closed) throw new FailureError({ code: 'local.locked' });
    return this.#key;
  }
}

async function onDisk<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    throw asFailureError(error);
  }
}

async function removeLeftovers(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (name.startsWith(temporaryPrefix)) await rm(join(directory, name), { force: true });
  }
}
