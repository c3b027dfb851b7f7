import { afterEach, beforeEach } from 'vitest';
import type { Cache } from '../../electron/cache/cache.ts';
import { openFhirChart } from '../../electron/ehr/openFhirChart.ts';
import type { SyncEngine } from '../../electron/sync/syncEngine.ts';
import { editMedia } from '../../electron/workspace/editMedia.ts';
import { moveMedia } from '../../electron/workspace/moveMedia.ts';
import { unwrap } from '../../shared/errors/result.ts';
import { patientPartOf } from '../../shared/fhir/edit/patientPart.ts';
import type { MediaEdit } from '../../shared/fhir/edit/mediaEdit.ts';
import type { BlobStore, RemoteChart } from '../../shared/sync/ports.ts';
import { startDemoMediaServer, type DemoMediaServer } from './demoMediaServer.ts';
import { openRealStation } from './realStation.ts';

export interface Station {
  readonly cache: Cache;
  readonly blobs: BlobStore;
  readonly engine: SyncEngine;
  readonly edit: (mediaId: string, edit: MediaEdit) => ReturnType<typeof editMedia>;
  /** As somebody does who sees the Media as it stands here now. */
  readonly move: (mediaId: string, toPatientId: string) => ReturnType<typeof moveMedia>;
  /** Lightbox's own id here of the Media the chart calls so. */
  readonly mediaIdOf: (serverId: string) => Promise<string>;
  readonly patientIdOf: (serverId: string) => Promise<string>;
}

/** Workstations at one chart: each with the real cache on its disk and the real engine over HTTP; anew for each test. */
export function demoStations() {
  const closing: (() => Promise<void>)[] = [];
  let server: DemoMediaServer | undefined;
  beforeEach(async () => {
    server = await startDemoMediaServer();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
    await server?.close();
  });
  const demo = () => {
    if (!server) throw new Error('no server yet');
    return server;
  };
  return {
    demo,
    open: async (authorName: string, chart: RemoteChart = unwrap(openFhirChart(demo().connection))): Promise<Station> => {
      const station = await openRealStation(chart);
      closing.push(station.close);
      const { cache, blobs, engine } = station;
      await engine.runUntilIdle();
      const services = { cache, now: Date.now, authorName };
      return {
        cache, blobs, engine,
        edit: (mediaId, edit) => editMedia(services, { mediaId, edit }),
        move: async (mediaId, toPatientId) => {
          const record = await cache.media(mediaId);
          return moveMedia(services, { mediaId, toPatientId, from: record ? patientPartOf(record.current) : {} });
        },
        mediaIdOf: async (serverId) => found(await Promise.all((await cache.mediaIds()).map((id) => cache.media(id))), (record) => record?.serverId === serverId)?.id ?? '',
        patientIdOf: async (serverId) => found(await cache.patientsToPull(), (patient) => patient.serverId === serverId).patientId,
      };
    },
  };
}

/** The seed's own Media. */
export async function seedOf({ cache }: Station) {
  const records = await Promise.all((await cache.mediaIds()).map((id) => cache.media(id)));
  const seed = found(records, (record) => record?.current.device?.display === 'Acme Camera');
  if (!seed) throw new Error('the seed is missing');
  return seed;
}

function found<Item>(items: readonly Item[], is: (item: Item) => boolean): Item {
  const item = items.find(is);
  if (item === undefined) throw new Error('not found');
  return item;
}
