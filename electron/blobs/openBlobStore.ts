import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt, FailureError, type Result } from '../../shared/errors/result.ts';
import type { BlobStore } from '../../shared/sync/ports.ts';
import { asFailureError } from '../storage/storageFailure.ts';
import { blobPath, isSha256, temporaryPrefix } from './blobPath.ts';
import { OpenBlob } from './openBlob.ts';
import { writeBlob } from './writeBlob.ts';

export interface ClosableBlobStore extends BlobStore {
  /** Forgets the key; every later call fails with `local.locked`. */
  readonly close: () => void;
}

/**
 * Content-addressed, encrypted files: `<directory>/ab/<sha256>`. What an interrupted write left behind is removed.
 * Fails with `local.read-only` or `local.disk-full`.
 * @param options.key 32 bytes; copied.
 */
export function openBlobStore(options: { readonly directory: string; readonly key: Uint8Array }): Promise<Result<ClosableBlobStore>> {
  return attempt(async () => {
    try {
      await mkdir(options.directory, { recursive: true, mode: 0o700 });
      await removeLeftovers(options.directory);
    } catch (error) {
      throw asFailureError(error);
    }
    return new EncryptedBlobStore(options.directory, options.key);
  });
}

class EncryptedBlobStore implements ClosableBlobStore {
  readonly #directory: string;
  readonly #key: Buffer;
  #closed = false;

  constructor(directory: string, key: Uint8Array) {
    this.#directory = directory;
    this.#key = Buffer.from(key);
  }

  write(bytes: AsyncIterable<Uint8Array> | Uint8Array): Promise<Result<{ readonly sha256: string; readonly size: number }>> {
    return attempt(() => writeBlob(this.#directory, this.#usableKey(), bytes));
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

async function removeLeftovers(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (name.startsWith(temporaryPrefix)) await rm(join(directory, name), { force: true });
  }
}
