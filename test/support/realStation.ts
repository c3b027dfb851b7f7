import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openBlobStore } from '../../electron/blobs/openBlobStore.ts';
import { createSyncEngine } from '../../electron/sync/syncEngine.ts';
import { unwrap } from '../../shared/errors/result.ts';
import { mediaIdentifier } from '../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import type { RemoteChart } from '../../shared/sync/ports.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';
import { openTestCache } from './testCache.ts';

/** A workstation in which nothing stands in for anything: the cache in its worker, encrypted blobs on a disk, the engine in real time. To be closed. */
export async function openRealStation(chart: RemoteChart) {
  const directory = await temporaryDirectory();
  const cache = unwrap(await openTestCache(directory));
  const blobs = unwrap(await openBlobStore({ directory: join(directory, 'blobs'), key: randomBytes(32) }));
  /** Topics of what the window is told. */
  const changes: string[] = [];
  const engine = createSyncEngine({ chart, store: cache, blobs, onChange: ({ topic }) => changes.push(topic) });
  return {
    cache, blobs, engine, changes,
    edit: async (mediaId: string, change: Partial<Media>): Promise<void> => {
      const rows = await cache.mediaRows(mediaId);
      if (!rows) throw new Error('no such Media');
      unwrap(await cache.recordUpdate({ mediaId, expectedRevision: rows.revision, media: { ...rows.record.current, ...change }, at: Date.now() }));
    },
    recordOf: async (isIt: (media: Media) => boolean) => {
      for (const id of await cache.mediaIds()) {
        const record = await cache.media(id);
        if (record && isIt(record.current)) return record;
      }
      throw new Error('no such Media');
    },
    close: async (): Promise<void> => {
      await engine.stop();
      blobs.close();
      await cache.close();
    },
  };
}

/** Whether a Media is the one taken here under this id, wherever it is read. */
export const carries = (mediaId: string) => (media: Media): boolean => media.identifier?.some(({ value }) => value === mediaIdentifier(mediaId).value) === true;
