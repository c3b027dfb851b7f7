import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { FakeChart } from '../../support/fakeChart.ts';
import { online } from '../../support/syncScene.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { Workstation } from '../../support/workstation.ts';

/** More Media than cross between engine and cache at a time (electron/sync/findGone.ts and pullMedia.ts: 1,000). */
const count = 1_003;
const hour = 3_600_000;
const { signal } = new AbortController();

describe('a chart of more Media than are asked of the cache at a time', () => {
  let clock: VirtualClock;
  let chart: FakeChart;
  let station: Workstation;
  const add = async (value: number): Promise<string> => {
    const identifier = { system: 'urn:test', value: String(value) };
    return unwrap(await chart.createMedia({ ...online(), identifier: [identifier] }, identifier, signal)).resource.id;
  };
  const serverIds: string[] = [];

  beforeEach(async () => {
    clock = new VirtualClock();
    chart = new FakeChart({ now: clock.now, pageSize: 500 });
    chart.addPatient('p1');
    serverIds.length = 0;
    for (let value = 0; value < count; value += 1) serverIds.push(await add(value));
    station = new Workstation({ directory: await temporaryDirectory(), chart, clock });
    await station.start();
    await clock.advance(60_000);
    expect(await station.cache.mediaIds()).toHaveLength(count);
  });
  afterEach(() => station.close());

  it('has those found that it deleted, first and last, and nobody else', async () => {
    const deleted = [serverIds[0], ...serverIds.slice(-2)].map(String);
    for (const serverId of deleted) unwrap(await chart.deleteMedia(serverId, undefined, signal));
    const asked = chart.requests.length;
    await clock.advance(2 * hour);
    const gone = [];
    for (const id of await station.cache.mediaIds()) if ((await station.cache.mediaView(id))?.safety.state === 'deleted') gone.push((await station.cache.media(id))?.serverId);
    expect(gone).toStrictEqual(deleted);
    // Each of them once; of the others nobody asks.
    expect(chart.requests.slice(asked).filter((call) => call === 'readMedia')).toHaveLength(deleted.length);
  });

  it('has what stood on a page that never came fetched, wherever it stands', async () => {
    // Younger than the thousand that are asked for first, and older than whatever is looked back for.
    const updatedAt = clock.now() + hour;
    await clock.advance(2 * hour);
    await add(count);
    await clock.advance(2 * hour);
    const late = await add(count + 1);
    const held = chart.media.get(late);
    if (held === undefined) throw new Error('not in the chart');
    chart.media.set(late, { ...held, updatedAt, resource: { ...held.resource, meta: { versionId: '1', lastUpdated: new Date(updatedAt).toISOString() } } });
    await clock.advance(2 * hour);
    expect(await station.cache.mediaIds()).toHaveLength(count + 2);
  });
});
