import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../shared/errors/errorCode.ts';
import type { RemoteChart } from '../../../shared/sync/ports.ts';
import { FakeChart } from '../../support/fakeChart.ts';
import { online, site, syncScene } from '../../support/syncScene.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { Workstation } from '../../support/workstation.ts';

const scene = syncScene();
type Search = Parameters<RemoteChart['search']>[0];

const hour = 3_600_000;
const of = (patient: string) => ({ subject: { reference: `Patient/${patient}` } });
/** Hears every search; what `answer` answers is taken instead of what the chart would. */
const searches = (answer: (request: Search) => Failure | 'nothing' | undefined = () => undefined): Search[] => {
  const asked: Search[] = [];
  const search = scene.chart.search.bind(scene.chart);
  scene.chart.search = async (request, signal) => {
    asked.push(request);
    const instead = answer(request);
    if (instead === 'nothing') return { ok: true, value: { resources: [] } };
    return instead ? { ok: false, error: instead } : search(request, signal);
  };
  return asked;
};
const isForAll = (request: Search) => request.resourceType === 'Media' && request.patient === undefined;
const held = async () => (await scene.station.cache.mediaIds()).length;

describe('the Media of all patients', () => {
  it('come by one search, however many patients there are', async () => {
    scene.station.engine.setOffline(true);
    for (let count = 2; count <= 40; count += 1) scene.chart.addPatient(`p${String(count)}`);
    for (let count = 1; count <= 40; count += 1) await scene.putIntoChart(online(of(`p${String(count)}`)), String(count));
    scene.station.engine.setOffline(false);
    await scene.clock.advance(60_000);
    expect(await held()).toBe(40);
    const asked = searches();
    await scene.clock.advance(30_000);
    expect(asked.map(({ resourceType, patient }) => [resourceType, patient])).toStrictEqual([['Patient', undefined], ['Media', undefined]]);
  });

  it.each(['server.rejected', 'server.forbidden', 'server.not-found'] as const)('come patient by patient where the chart answers %s, and the other way again', async (code) => {
    const first = await scene.putIntoChart(online(), '1');
    await scene.clock.advance(30_000);
    let refused = true;
    const asked = searches((request) => (refused && isForAll(request) ? { code } : undefined));
    await scene.putIntoChart(online(), '2');
    await scene.clock.advance(90_000);
    expect(await held()).toBe(2);
    // Refused once, and not asked for again.
    expect(asked.filter((request) => isForAll(request) && request.since !== undefined)).toHaveLength(1);
    expect(scene.station.engine.status().failure).toBeNull();

    scene.chart.edit(first, site('heel'));
    await scene.clock.advance(30_000);
    refused = false;
    await scene.putIntoChart(online(), '3');
    scene.station.engine.setChart(scene.chart);
    await scene.clock.advance(30_000);
    expect(await held()).toBe(3);
    const sites = await Promise.all((await scene.station.cache.mediaIds()).map(async (id) => (await scene.station.media(id)).bodySite?.text));
    expect(sites).toContain('heel');
  });

  it('come patient by patient where the search for all costs the chart too much', async () => {
    const asked = searches((request) => (isForAll(request) ? { code: 'server.failed' } : undefined));
    await scene.putIntoChart(online(), '1');
    await scene.clock.advance(120_000);
    expect(await held()).toBe(1);
    expect(asked.filter(isForAll)).toHaveLength(3);
  });

  it('come patient by patient where the search for all leaves out some without a word', async () => {
    scene.station.engine.setOffline(true);
    searches((request) => (isForAll(request) ? 'nothing' : undefined));
    scene.station.engine.setChart(scene.chart);
    await scene.putIntoChart(online(), '1');
    scene.station.engine.setOffline(false);
    await scene.clock.advance(2 * hour);
    expect(await held()).toBe(1);
  });

  it('come also of a patient who was shown to this computer later than the Media were written', async () => {
    await scene.putIntoChart(online(), '1');
    await scene.putIntoChart(online(of('late')), '2');
    let shown = false;
    const search = scene.chart.search.bind(scene.chart);
    scene.chart.search = async (request, signal) => {
      const page = await search(request, signal);
      if (!page.ok || shown) return page;
      return { ok: true, value: { ...page.value, resources: page.value.resources.filter((resource) => !JSON.stringify(resource).includes('late')) } };
    };
    await scene.clock.advance(60_000);
    await scene.putIntoChart(online(), '3');
    await scene.clock.advance(60_000);
    expect(await held()).toBe(2);
    shown = true;
    scene.chart.addPatient('late');
    await scene.clock.advance(60_000);
    const [patient] = await scene.station.cache.patients('late');
    expect(patient?.mediaCount).toBe(1);
  });

  it('come also of the first patient who is shown, when none was while the others came', async () => {
    const chart = new FakeChart({ now: scene.clock.now });
    const station = new Workstation({ directory: await temporaryDirectory(), chart, clock: scene.clock });
    const put = async (value: string, patient: string) => {
      const identifier = { system: 'urn:test', value };
      await chart.createMedia({ ...online(of(patient)), identifier: [identifier] }, identifier, new AbortController().signal);
      await scene.clock.advance(10_000);
    };
    await put('1', 'late');
    const search = chart.search.bind(chart);
    let shown = false;
    chart.search = async (request, signal) => {
      const page = await search(request, signal);
      return page.ok && !shown ? { ok: true, value: { resources: page.value.resources.filter((resource) => !JSON.stringify(resource).includes('late')) } } : page;
    };
    await put('2', 'nobody');
    await station.start();
    await scene.clock.advance(60_000);
    expect(await station.cache.mediaIds()).toHaveLength(1);
    shown = true;
    chart.addPatient('late');
    await scene.clock.advance(60_000);
    expect(await station.cache.mediaIds()).toHaveLength(2);
    await station.close();
  });

  it('come of pinned patients first, until all have come once', async () => {
    for (const patient of ['p2', 'p3']) scene.chart.addPatient(patient);
    const asked = searches((request) => (request.resourceType === 'Media' ? { code: 'server.throttled' } : undefined));
    await scene.clock.advance(60_000);
    const p3 = (await scene.station.cache.patientsToPull()).find(({ serverId }) => serverId === 'p3');
    await scene.station.cache.pinPatient(p3?.patientId ?? '', true);
    asked.length = 0;
    await scene.clock.advance(30_000);
    expect(asked.filter(({ resourceType }) => resourceType === 'Media')[0]).toMatchObject({ patient: 'p3' });
  });
});

describe('a chart without _lastUpdated', () => {
  it.each(['ignores', 'refuses'] as const)('that %s it is read whole each time, and what it lists no more is deleted only after a scan that ended', async (how) => {
    const search = scene.chart.search.bind(scene.chart);
    scene.chart.search = async ({ since, ...request }, signal) => (how === 'refuses' && since !== undefined ? { ok: false, error: { code: 'server.rejected' } } : search(request, signal));
    const serverIds: string[] = [];
    for (const value of ['1', '2', '3', '4', '5', '6']) {
      serverIds.push(await scene.putIntoChart(online(), value));
      await scene.clock.advance(10_000);
    }
    await scene.clock.advance(60_000);
    expect(await held()).toBe(6);
    await scene.chart.deleteMedia(serverIds[0] ?? '', undefined, new AbortController().signal);
    let cut = true;
    scene.chart.fault = (call) => (cut && call === 'followPage' ? { kind: 'refuse', failure: { code: 'server.failed' } } : undefined);
    await scene.clock.advance(2 * hour);
    const states = async () => (await Promise.all((await scene.station.cache.mediaIds()).map(async (id) => (await scene.station.cache.mediaView(id))?.safety.state))).filter((state) => state === 'deleted');
    expect(await states()).toHaveLength(0);
    cut = false;
    // Not after an hour, as where changes are told: with the next scan.
    await scene.clock.advance(10 * 60_000);
    expect(await states()).toHaveLength(1);
  });
});

it('the next page is asked for while the one before is written', async () => {
  const order: string[] = [];
  const { cache } = scene.station;
  const apply = cache.applyPage;
  for (const value of ['1', '2', '3']) await scene.putIntoChart(online(), value);
  scene.chart.fault = (call) => {
    if (call === 'followPage') order.push('asked');
    return undefined;
  };
  Object.assign(cache, {
    applyPage: async (page: Parameters<typeof apply>[0]) => {
      const changed = await apply(page);
      if (page.media.length > 0) order.push('written');
      return changed;
    },
  });
  await scene.clock.advance(30_000);
  expect(order).toStrictEqual(['asked', 'written', 'written']);
});
