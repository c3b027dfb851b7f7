import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { collectBytes } from '../../../electron/workspace/collectBytes.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { bytesApart } from '../../../shared/fhir/bytesApart.ts';
import { startDemoMediaServer } from '../../support/demoMediaServer.ts';
import { carries, openRealStation } from '../../support/realStation.ts';
import { recordPicture } from '../../support/recordPicture.ts';

/** Nothing stands in for anything: the worker's cache, encrypted blobs, HTTP, the Media API server. */

let server: Awaited<ReturnType<typeof startDemoMediaServer>>;
const stations: { readonly close: () => Promise<void> }[] = [];

beforeEach(async () => {
  server = await startDemoMediaServer();
});

afterEach(async () => {
  for (const station of stations.splice(0)) await station.close();
  await server.close();
});

async function openStation() {
  const station = await openRealStation(unwrap(openFhirChart(server.connection)));
  stations.push(station);
  return station;
}

describe('all floors together', () => {
  it('bring the whole demo chart here, every byte of it', async () => {
    const station = await openStation();
    await station.engine.runUntilIdle();
    const counts = await station.cache.counts();
    expect(station.engine.status()).toMatchObject({ link: 'online', failure: null, busy: false });
    expect(counts).toMatchObject({ patients: 6, contentMissing: 0 });
    expect(counts.media).toBeGreaterThanOrEqual(10);
    const seed = await station.recordOf(({ device }) => device?.display === 'Acme Camera');
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
    const id = await recordPicture(here, bytes);
    await here.engine.runUntilIdle();
    expect((await here.cache.outbox()).map(({ state }) => state)).toStrictEqual(['confirmed']);
    const mine = await here.cache.media(id);
    expect(mine?.provenAt).not.toBeNull();

    await there.engine.runUntilIdle();
    const theirs = await there.recordOf(carries(id));
    expect(theirs.contentSha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(theirs.current).toStrictEqual(mine?.current);

    const note = [{ id: 'n1', authorString: 'N. Nurse', text: 'seen' }];
    await there.edit(theirs.id, { note });
    await there.engine.runUntilIdle();
    await here.engine.runUntilIdle();
    expect((await here.cache.media(id))?.current.note).toStrictEqual(note);
    expect((await there.cache.outbox()).map(({ state }) => state)).toStrictEqual(['confirmed']);
  });

  it('change nothing of the seed\'s Media but the note and what the server makes', async () => {
    const station = await openStation();
    await station.engine.runUntilIdle();
    const seed = await station.recordOf(({ device }) => device?.display === 'Acme Camera');
    const read = async () => unwrap(await unwrap(openFhirChart(server.connection)).readMedia(seed.serverId ?? '', new AbortController().signal)).resource;
    const before = await read();
    const note = [{ id: 'n1', text: 'seen' }];
    await station.edit(seed.id, { note });
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
    for (let count = 0; count < 5; count += 1) ids.push(await recordPicture(station, randomBytes(100_000)));
    await station.engine.runUntilIdle();
    expect((await station.cache.counts()).outbox.pending).toBe(5);
    station.engine.setOffline(false);
    await expect.poll(async () => (await station.cache.counts()).outbox.confirmed, { timeout: 20_000 }).toBe(5);
    for (const id of ids) expect((await station.cache.media(id))?.serverId).not.toBeNull();
  });
});
