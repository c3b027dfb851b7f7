import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { collectBytes } from '../../../electron/workspace/collectBytes.ts';
import { fail, unwrap } from '../../../shared/errors/result.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import type { RemoteChart } from '../../../shared/sync/ports.ts';
import { startDemoMediaServer, type DemoMediaServer } from '../../support/demoMediaServer.ts';
import { quirksTogether } from '../../support/quirksTogether.ts';
import { carries, openRealStation } from '../../support/realStation.ts';
import { recordPicture } from '../../support/recordPicture.ts';

/** Whole workstations, nothing standing in for anything, at a chart that has every quirk one server can have at once. */

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function openServer(now?: () => number): Promise<DemoMediaServer> {
  const server = await startDemoMediaServer({}, { peerQuirks: quirksTogether, ...(now && { now }) });
  closers.push(server.close);
  return server;
}

/** The quirk's other origin: the same computer by its other name. */
function chartOf({ connection }: DemoMediaServer): RemoteChart {
  return unwrap(openFhirChart({ ...connection, network: { contentOrigins: [new URL(connection.baseUrl).origin.replace('127.0.0.1', 'localhost')] } }));
}

async function openStation(chart: RemoteChart) {
  const station = await openRealStation(chart);
  closers.push(station.close);
  const capture = (bytes: Uint8Array, id: string = randomUUID()) => recordPicture(station, bytes, { patientServerId: 'demo-child', id });
  const recordOf = (id: string) => station.recordOf(carries(id));
  const entries = async () => (await station.cache.outbox()).map(({ state, failure }) => ({ state, failure: failure?.code ?? null }));
  return { ...station, capture, recordOf, entries };
}

const proven = { state: 'confirmed', failure: null };
const note = [{ id: 'n1', authorString: 'N. Nurse', text: 'seen' }];

describe('a chart with every quirk at once', () => {
  it('gets each picture once, proven, and gives it whole to another workstation; nothing looks changed that is not', async () => {
    const server = await openServer();
    const chart = chartOf(server);
    const [here, there] = [await openStation(chart), await openStation(chartOf(server))];
    await here.engine.runUntilIdle();
    const pictures = Array.from({ length: 25 }, (_, index) => randomBytes(index === 0 ? 2_000_000 : 20_000));
    const ids: string[] = [];
    for (const bytes of pictures) ids.push(await here.capture(bytes));
    await here.engine.runUntilIdle();
    expect(await here.entries()).toStrictEqual(ids.map(() => proven));
    for (const id of ids) expect(unwrap(await chart.findMediaByIdentifier(mediaIdentifier(id), new AbortController().signal))).toHaveLength(1);

    here.changes.length = 0;
    await here.engine.runUntilIdle();
    expect(here.changes).not.toContain('media');

    await there.engine.runUntilIdle();
    for (const [index, id] of ids.entries()) {
      const { contentSha256 } = await there.recordOf(id);
      expect(contentSha256).toBe(createHash('sha256').update(pictures[index] ?? '').digest('hex'));
    }
    expect((await there.cache.counts()).contentMissing).toBe(0);

    const theirs = await there.recordOf(ids[0] ?? '');
    await there.edit(theirs.id, { note });
    await here.edit(ids[0] ?? '', { deviceName: 'camera 2' });
    await there.engine.runUntilIdle();
    await here.engine.runUntilIdle();
    await there.engine.runUntilIdle();
    for (const station of [here, there]) {
      expect((await station.entries()).every(({ state }) => state === 'confirmed')).toBe(true);
      expect((await station.recordOf(ids[0] ?? '')).current).toMatchObject({ note, deviceName: 'camera 2' });
    }
  });

  it('signs urls that end: bytes that were not fetched in time are asked for by a new one', async () => {
    let now = Date.now();
    const server = await openServer(() => now);
    const here = await openStation(chartOf(server));
    await here.engine.runUntilIdle();
    const bytes = randomBytes(50_000);
    const id = await here.capture(bytes);
    await here.engine.runUntilIdle();

    const chart = chartOf(server);
    let storageAnswers = false;
    const there = await openStation(
      new Proxy(chart, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (name === 'downloadBinary' && !storageAnswers) return async () => fail('server.failed');
          return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        },
      }),
    );
    await there.engine.runUntilIdle();
    const { id: theirId, current } = await there.recordOf(id);
    expect((await there.recordOf(id)).contentSha256).toBeNull();

    now += 2 * 3_600_000;
    storageAnswers = true;
    expect(await chart.downloadBinary(current.content.url ?? '', new AbortController().signal)).toMatchObject({ ok: false, error: { code: 'server.forbidden' } });
    expect(await there.engine.fetchContent(theirId)).toStrictEqual({ ok: true, value: undefined });
    const { contentSha256 } = await there.recordOf(id);
    expect(Buffer.compare(await collectBytes(there.blobs.read(contentSha256 ?? '')), bytes)).toBe(0);
  });

  it('lets two workstations that send the same picture at once make two of it: that is an alarm, not a proof', async () => {
    const server = await openServer();
    const stations = [await openStation(chartOf(server)), await openStation(chartOf(server))];
    for (const { engine } of stations) await engine.runUntilIdle();
    // As when a data directory was copied while something waited in it. Not every race is lost.
    let ends: (readonly { readonly state: string; readonly failure: string | null }[])[] = [];
    for (let count = 1; count <= 20 && !ends.flat().some(({ state }) => state === 'parked'); count += 1) {
      const id = randomUUID();
      const bytes = randomBytes(1_000);
      for (const { capture } of stations) await capture(bytes, id);
      await Promise.all(stations.map(({ engine }) => engine.runUntilIdle()));
      ends = await Promise.all(stations.map(async ({ entries }) => (await entries()).slice(-1)));
    }
    // Who proved his before the other one was there cannot know; nobody else calls his proven.
    const twice = { state: 'parked', failure: 'server.duplicate' };
    expect(ends.flat()).toContainEqual(twice);
    for (const end of ends.flat()) expect([proven, twice]).toContainEqual(end);
  });
});
