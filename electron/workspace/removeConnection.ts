import type { Result } from '../../shared/errors/result.ts';
import type { LightboxEvent } from '../../shared/ipc/contract.ts';
import type { BlobStore } from '../../shared/sync/ports.ts';
import type { SyncEngine } from '../sync/syncEngine.ts';
import type { Connections } from './connections.ts';
import type { Thumbnailer } from './thumbnailer.ts';

/**
 * Forgets the chart and its copy here. What syncs and what makes thumbnails has come to rest before, so that nothing of the old chart is
 * written afterwards. Fails with `local.work-waiting`, and nothing is forgotten, while anything done here is not proven to be in the chart.
 */
export async function removeConnection({ sync, thumbnailer, connections, blobs, emit }: {
  readonly sync: SyncEngine;
  readonly thumbnailer: Thumbnailer;
  readonly connections: Connections;
  readonly blobs: BlobStore;
  readonly emit: (event: LightboxEvent) => void;
}): Promise<Result<undefined>> {
  await sync.stop();
  try {
    await thumbnailer.finish();
    const removed = await connections.remove();
    if (!removed.ok) return removed;
    // After the rows: a blob without a row is found by `verify`, a row without its blob would be a loss.
    for await (const sha256 of blobs.list()) await blobs.remove(sha256);
    await blobs.forgetKept();
    return removed;
  } finally {
    await sync.start();
    for (const topic of ['connection', 'patients', 'sync'] as const) emit({ topic });
  }
}
