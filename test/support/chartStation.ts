import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSyncEngine } from '../../electron/sync/syncEngine.ts';
import { unwrap } from '../../shared/errors/result.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import type { RemoteChart } from '../../shared/sync/ports.ts';
import { openInlineCache } from './inlineCache.ts';
import { MemoryBlobs } from './memoryBlobs.ts';
import { recordPicture } from './recordPicture.ts';

/** A workstation on a chart that is really there, in real time; pulled once. To be closed. */
export async function openChartStation(chart: RemoteChart) {
  const directory = await mkdtemp(join(tmpdir(), 'lightbox-test-'));
  const [cache, blobs] = [openInlineCache(directory, Date.now), new MemoryBlobs()];
  const defects: unknown[] = [];
  const engine = createSyncEngine({ chart, store: cache, blobs, onChange: () => undefined, onDefect: (error) => defects.push(error) });
  await engine.runUntilIdle();

  const media = async (mediaId: string): Promise<Media> => {
    const record = await cache.media(mediaId);
    if (!record) throw new Error('no such Media');
    return record.current;
  };
  return {
    cache, blobs, engine, media,
    /** A new picture of the patient. */
    capture: (patientServerId: string, bytes: Uint8Array, more: Partial<Media> = {}): Promise<string> => recordPicture({ cache, blobs }, bytes, { patientServerId, more }),
    edit: async (mediaId: string, change: (media: Media) => Media): Promise<void> => {
      const rows = await cache.mediaRows(mediaId);
      if (!rows) throw new Error('no such Media');
      unwrap(await cache.recordUpdate({ mediaId, expectedRevision: rows.revision, media: change(rows.record.current), at: Date.now() }));
    },
    /** What this station calls the Media that carries the identifier. */
    find: async (identifier: string): Promise<string | undefined> => {
      for (const id of await cache.mediaIds()) if ((await media(id)).identifier?.some(({ value }) => value === identifier) === true) return id;
      return undefined;
    },
    states: async (): Promise<readonly string[]> => (await cache.outbox()).map(({ state }) => state),
    close: async () => {
      await engine.stop();
      await cache.close();
      await rm(directory, { recursive: true, force: true });
      if (defects.length > 0) throw new AggregateError(defects, 'bugs');
    },
  };
}

export type ChartStation = Awaited<ReturnType<typeof openChartStation>>;
