import type { BlobStore } from '../../shared/sync/ports.ts';
import type { Cache } from '../cache/cache.ts';
import { storageFailure } from '../storage/storageFailure.ts';

/**
 * Removes the blobs that no row names: what a kill between the bytes and their row left, never acknowledged to anybody. To be called when
 * nothing else writes yet, so that none of them is about to be named, and only where the high-water mark has proven that no row is missing.
 */
export async function sweepBlobs({ cache, blobs }: { readonly cache: Pick<Cache, 'namedBlobs'>; readonly blobs: BlobStore }): Promise<void> {
  try {
    const named = new Set(await cache.namedBlobs());
    for await (const sha256 of blobs.list()) if (!named.has(sha256)) await blobs.remove(sha256);
  } catch (error) {
    // On a read-only disk, say: they do no harm, and the next start tries again.
    if (!storageFailure(error)) throw error;
  }
}
