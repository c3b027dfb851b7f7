import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBlobStore } from '../../../electron/blobs/openBlobStore.ts';
import type { Cache } from '../../../electron/cache/cache.ts';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { createSyncEngine, type SyncEngine } from '../../../electron/sync/syncEngine.ts';
import { collectBytes } from '../../../electron/workspace/collectBytes.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { bytesApart } from '../../../shared/fhir/bytesApart.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import type { BlobStore } from '../../../shared/sync/ports.ts';
import { startDemoMediaServer } from '../../support/demoMediaServer.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { openTestCache } from '../../support/testCache.ts';

/** Nothing stands in for anything: the worker's cache, encrypted blobs, HTTP, the Media API server. */

interface Station {
  readonly cache: Cache;
  readonly blobs: BlobStore;
  readonly engine: SyncEngine;
  readonly close: () => Promise<void>;
}

let server: Awaited<ReturnType<typeof startDemoMediaServer>>;
const stations: Station[] = [];

beforeEach(async () => {
  server = await startDemoMediaServer();
});

afterEach(async () => {
  for (const station of stations.splice(0)) await station.close();
  await server.close();
});

async function openStation(): Promise<Station> {
  const directory = await temporaryDirectory();
  const cache = unwrap(await openTestCache(directory));
  const blobs = unwrap(await openBlobStore({ directory: join(directory, 'blobs'), key: randomBytes(32) }));
  const engine = createSyncEngine({ chart: unwrap(openFhirChart(server.connection)), store: cache, blobs, onChange: () => undefined });
  const close = async () => {
    await engine.stop();
    blobs.close();
    await cache.close();
  };
  const station = { cache, blobs, engine, close };
  stations.push(station);
  return station;
}

async function capture({ cache, blobs }: Station, bytes: Uint8Array): Promise<string> {
  const [patient] = await cache.patientsToPull();
  if (!patient) throw new Error('no patient');
  const id = randomUUID();
  const content = unwrap(await blobs.write(bytes));
  const hash = createHash('sha1').update(bytes).digest('base64');
  const media: Media = {
    resourceType: 'Media', status: 'completed', subject: { reference: `Patient/${patient.serverId}` }, identifier: [mediaIdentifier(id)],
    content: { contentType: 'image/jpeg', size: content.size, hash },
  };
  unwrap(await cache.recordCapture({ id, patientId: patient.patientId, media, at: Date.now(), content, thumbnailSha256: null }));
  return id;
}

async function recordOf({ cache }: Station, isIt: (media: Media) => boolean) {
  for (const id of await cache.mediaIds()) {
    const record = await cache.media(id);
    if (record && isIt(record.current)) return record;
  }
  throw new Error('no such Media');
}

const carries = (mediaId: string) => (media: Media) => media.identifier?.some(({ value }) => value === mediaIdentifier(mediaId).value) === true;

describe('all floors together', () => {
  it('bring the whole demo chart here, every byte of it', async () => {
    const station = await openStation();
    await station.engine.runUntilIdle();
    const counts = await station.cache.counts();
    expect(station.engine.status()).toMatchObject({ link: 'online', failure: null, busy: false });
    expect(counts).toMatchObject({ patients: 6, contentMissing: 0 });
    expect(counts.media).toBeGreaterThanOrEqual(10);
    const seed = await recordOf(station, ({ device }) => device?.display === 'Acme Camera');
    // Its base64 is kept beside its bytes, for it is written with 92 spaces.
    const apart = bytesApart(seed.current.content);
    expect(apart?.bytes).toBe(seed.contentSha256);
    expect(Buffer.from(await collectBytes(station.blobs.read(apart?.text ?? ''))).toString().match(/ /g)?.length).toBe(92);
    const bytes = await collectBytes(station.blobs.read(seed.contentSha256 ?? ''));
    expect(createHash('sha1').update(bytes).digest('base64')).toBe('7Ovam7l25pQY0tJvgRYwulKXmSA=');
  });

  it('bring a picture and a note from one workstation over the chart to another', async () => {
    const [here, there] = [await openStation(), await openStation()];
    await here.engine.runUntilIdle();
    const bytes = randomBytes(2_000_000);
    const id = await capture(here, bytes);
    await here.engine.runUntilIdle();
    expect((await here.cache.outbox()).map(({ state }) => state)).toStrictEqual(['confirmed']);
    const mine = await here.cache.media(id);
    expect(mine?.provenAt).not.toBeNull();

    await there.engine.runUntilIdle();
    const theirs = await recordOf(there, carries(id));
    expect(theirs.contentSha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(theirs.current).toStrictEqual(mine?.current);

    const rows = await there.cache.mediaRows(theirs.id);
    const note = [{ id: 'n1', authorString: 'N. Nurse', text: 'seen' }];
    unwrap(await there.cache.recordUpdate({ mediaId: theirs.id, expectedRevision: rows?.revision ?? -1, media: { ...theirs.current, note }, at: Date.now() }));
    await there.engine.runUntilIdle();
    await here.engine.runUntilIdle();
    expect((await here.cache.media(id))?.current.note).toStrictEqual(note);
    expect((await there.cache.outbox()).map(({ state }) => state)).toStrictEqual(['confirmed']);
  });

  it('change nothing of the seed\'s Media but the note and what the server makes', async () => {
    const station = await openStation();
    await station.engine.runUntilIdle();
    const seed = await recordOf(station, ({ device }) => device?.display === 'Acme Camera');
    const read = async () => unwrap(await unwrap(openFhirChart(server.connection)).readMedia(seed.serverId ?? '', new AbortController().signal)).resource;
    const before = await read();
    const rows = await station.cache.mediaRows(seed.id);
    const note = [{ id: 'n1', text: 'seen' }];
    unwrap(await station.cache.recordUpdate({ mediaId: seed.id, expectedRevision: rows?.revision ?? -1, media: { ...seed.current, note }, at: Date.now() }));
    await station.engine.runUntilIdle();
    const held = await read();
    expect(held.content.data?.match(/ /g)?.length).toBe(92);
    const { versionId: _version, lastUpdated: _updated, ...meta } = held.meta ?? {};
    const { versionId: _versionBefore, lastUpdated: _updatedBefore, ...metaBefore } = before.meta ?? {};
    expect({ ...held, meta }).toStrictEqual({ ...before, meta: metaBefore, note });
  });

  it('keep what was taken while the chart is away, and bring it when the engine finds the chart again', async () => {
    const station = await openStation();
    await station.engine.runUntilIdle();
    station.engine.setOffline(true);
    const ids = [];
    for (let count = 0; count < 5; count += 1) ids.push(await capture(station, randomBytes(100_000)));
    await station.engine.runUntilIdle();
    expect((await station.cache.counts()).outbox.pending).toBe(5);
    station.engine.setOffline(false);
    await expect.poll(async () => (await station.cache.counts()).outbox.confirmed, { timeout: 20_000 }).toBe(5);
    for (const id of ids) expect((await station.cache.media(id))?.serverId).not.toBeNull();
  });
});
