import { describe, expect, it } from 'vitest';
import { FailureError } from '../../../shared/errors/result.ts';
import { addNote, note, online, picture, syncScene } from '../../support/syncScene.ts';

const scene = syncScene();

const broken = async () => {
  throw new TypeError('a bug');
};

describe('the way to the chart', () => {
  it('makes not one request while the offline switch is on, and sends all when it is off', async () => {
    scene.station.engine.setOffline(true);
    const before = scene.chart.requests.length;
    const id = await scene.station.capture('p1', picture);
    scene.station.engine.wake();
    await scene.station.engine.runUntilIdle();
    await scene.clock.advance(24 * 3_600_000);
    expect(scene.chart.requests.length).toBe(before);
    expect(scene.station.engine.status()).toMatchObject({ link: 'offline-chosen', busy: false });
    expect(await scene.station.states()).toStrictEqual(['pending']);
    scene.station.engine.setOffline(false);
    await scene.clock.settle();
    expect(scene.heldByChart(id).length).toBe(1);
  });

  it('cancels what is under way when the switch is turned on, without using up a try', async () => {
    scene.chart.fault = (call) => {
      if (call === 'createMedia') scene.station.engine.setOffline(true);
      return undefined;
    };
    const id = await scene.station.capture('p1', picture);
    await scene.clock.settle();
    expect((await scene.station.cache.outbox())[0]).toMatchObject({ state: 'pending', attempts: 0, failure: null });
    scene.chart.fault = () => undefined;
    scene.station.engine.setOffline(false);
    await scene.clock.settle();
    expect(scene.heldByChart(id).length).toBe(1);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
  });

  it('sees that the chart is away, asks now and then, and sends at once when it is back', async () => {
    scene.refuseAll({ code: 'server.unreachable' });
    const ids = [];
    for (let count = 0; count < 10; count += 1) ids.push(await scene.station.capture('p1', Buffer.from(`picture ${String(count)}`)));
    await scene.clock.settle();
    expect(scene.station.engine.status()).toMatchObject({ link: 'unreachable', failure: { code: 'server.unreachable' } });
    const before = scene.chart.requests.length;
    await scene.clock.advance(3_600_000);
    // With a pause of at most five minutes, halved by the jitter of this test.
    expect(scene.chart.requests.length - before).toBeLessThan(50);
    expect(scene.chart.requests.length - before).toBeGreaterThan(20);
    scene.chart.fault = () => undefined;
    await scene.clock.advance(300_000);
    expect(scene.station.engine.status()).toMatchObject({ link: 'online', failure: null });
    expect(new Set(await scene.station.states())).toStrictEqual(new Set(['confirmed']));
    for (const id of ids) expect(scene.heldByChart(id).length).toBe(1);
  });

  it('waits for credentials without using up tries', async () => {
    scene.refuseAll({ code: 'server.unauthorized' });
    await scene.station.capture('p1', picture);
    await scene.clock.advance(3_600_000);
    expect(scene.station.engine.status()).toMatchObject({ link: 'signed-out', failure: { code: 'server.unauthorized' } });
    expect((await scene.station.cache.outbox())[0]).toMatchObject({ state: 'pending', attempts: 0 });
    scene.chart.fault = () => undefined;
    scene.station.engine.wake();
    await scene.clock.settle();
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
  });

  it('asks a throttling chart no earlier than it wants', async () => {
    scene.failOnce({ call: 'createMedia', kind: 'refuse', failure: { code: 'server.throttled', retryAfterMilliseconds: 90_000 } });
    await scene.station.capture('p1', picture);
    await scene.clock.advance(89_000);
    expect(await scene.station.states()).toStrictEqual(['pending']);
    await scene.clock.advance(2_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
  });

  it('pulls past a patient whose Media are forbidden, and shows it', async () => {
    scene.chart.addPatient('p2');
    scene.chart.searchesAll = false;
    await scene.putIntoChart(online({ subject: { reference: 'Patient/p2' } }));
    const search = scene.chart.search.bind(scene.chart);
    scene.chart.search = async (request, signal) => (request.patient === 'p1' ? { ok: false, error: { code: 'server.forbidden' } } : search(request, signal));
    await scene.clock.advance(60_000);
    expect((await scene.station.cache.mediaIds()).length).toBe(1);
    expect(scene.station.engine.status()).toMatchObject({ link: 'online', failure: { code: 'server.forbidden' } });
  });

  it('does not let entries of a lost network wait any longer when somebody wakes it', async () => {
    await scene.station.capture('p1', picture);
    scene.refuseAll({ code: 'server.unreachable' });
    await scene.station.edit(await scene.onlyMedia(), addNote('mine'));
    await scene.clock.advance(1_800_000);
    scene.chart.fault = () => undefined;
    scene.station.engine.wake();
    await scene.clock.settle();
    expect(new Set(await scene.station.states())).toStrictEqual(new Set(['confirmed']));
  });

  it('rests when its store fails, says so, and goes on from where it was', async () => {
    const { saveEntry } = scene.station.cache;
    let refusals = 0;
    Object.assign(scene.station.cache, {
      saveEntry: async () => {
        refusals += 1;
        throw new FailureError({ code: 'local.disk-full' });
      },
    });
    const id = await scene.station.capture('p1', picture);
    await scene.clock.advance(600_000);
    expect(scene.station.engine.status().failure).toStrictEqual({ code: 'local.disk-full' });
    expect(refusals).toBeGreaterThan(10);
    expect(refusals).toBeLessThan(150);
    expect(scene.heldByChart(id)).toStrictEqual([]);
    Object.assign(scene.station.cache, { saveEntry });
    await scene.clock.advance(60_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
    expect(scene.station.engine.status().failure).toBeNull();
  });

  it('does not move its cursor along pages that are out of order before the last', async () => {
    const ids = [];
    for (const value of ['1', '2', '3', '4']) ids.push(await scene.putIntoChart(online(), value));
    const search = scene.chart.search.bind(scene.chart);
    scene.chart.search = async (request, signal) => {
      const page = await search(request, signal);
      return page.ok ? { ok: true, value: { ...page.value, resources: page.value.resources.toReversed() } } : page;
    };
    scene.failOnce({ call: 'followPage', kind: 'refuse', failure: { code: 'server.failed' } });
    await scene.clock.advance(30_000);
    expect(await scene.station.cache.cursor('Media')).toBeUndefined();
    await scene.clock.advance(30_000);
    expect((await scene.station.cache.mediaIds()).length).toBe(ids.length);
    expect(await scene.station.cache.cursor('Media')).toBeDefined();
  });

  it('goes on after a bug, which parks only the entry it struck', async () => {
    scene.chart.fault = (call) => {
      if (call !== 'createMedia') return undefined;
      scene.chart.fault = () => undefined;
      throw new TypeError('a bug');
    };
    await scene.station.capture('p1', picture);
    const good = await scene.station.capture('p1', Buffer.from('another'));
    await scene.clock.settle();
    expect(scene.heldByChart(good).length).toBe(1);
    expect((await scene.station.states()).toSorted()).toStrictEqual(['confirmed', 'parked']);
    expect((await scene.station.cache.outbox()).map(({ failure }) => failure?.code)).toContain('local.unexpected');
    expect(scene.station.defects.splice(0)).toStrictEqual([new TypeError('a bug')]);
  });

  it.each<[string, (instead: typeof broken) => () => void]>([
    ['a pull', (instead) => {
      const { chart } = scene;
      const search = chart.search.bind(chart);
      chart.search = instead;
      return () => { chart.search = search; };
    }],
    ['the outbox', (instead) => {
      const { cache } = scene.station;
      const { readyEntries } = cache;
      Object.assign(cache, { readyEntries: instead });
      return () => void Object.assign(cache, { readyEntries });
    }],
  ])('does not take for left behind what is on its way when %s fails: an edit made meanwhile is sent, too', async (_what, replace) => {
    const { chart, station, clock } = scene;
    const id = await scene.putIntoChart(online());
    await clock.advance(31_000);
    const mediaId = await scene.onlyMedia();
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const update = chart.updateMedia.bind(chart);
    chart.updateMedia = async (...input) => {
      await arrived;
      return update(...input);
    };
    await station.edit(mediaId, addNote('first'));
    await clock.settle();
    const mend = replace(broken);
    await clock.advance(31_000);
    mend();
    await clock.advance(15_000);
    await station.edit(mediaId, addNote('second'));
    arrive();
    await clock.advance(60_000);
    expect(station.defects.splice(0)).toContainEqual(new TypeError('a bug'));
    expect(await station.states()).toStrictEqual(['confirmed', 'confirmed']);
    expect(chart.media.get(id)?.resource.note).toStrictEqual([note('first'), note('second')]);
  });

  it('has nothing under way once it is stopped', async () => {
    await scene.station.capture('p1', picture);
    await scene.station.engine.stop();
    const [requests, states] = [scene.chart.requests.length, await scene.station.states()];
    await scene.clock.advance(3_600_000);
    expect(scene.chart.requests.length).toBe(requests);
    expect(await scene.station.states()).toStrictEqual(states);
    expect(states).not.toContain('sending');
  });
});
