import { beforeEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { nothingPaused, withHold } from '../../../shared/sync/syncPause.ts';
import { addNote, online, picture, syncScene } from '../../support/syncScene.ts';

const scene = syncScene();
const paused = { ...nothingPaused, paused: true };
const metered = { ...nothingPaused, metered: true, largeBytes: picture.byteLength };
const large = Buffer.concat([picture, picture]);
let calls: string[] = [];

beforeEach(() => {
  calls = [];
  scene.chart.fault = (call) => {
    calls.push(call);
    return undefined;
  };
});

async function sequences(): Promise<readonly number[]> {
  return (await scene.station.cache.outbox()).map(({ sequence }) => sequence);
}

describe('paused', () => {
  it('not one request leaves by itself, however often it is woken, and what is done is kept; resumed, it goes', async () => {
    const { engine } = scene.station;
    engine.setPause(paused);
    await scene.station.capture('p1', picture);
    engine.wake();
    await scene.clock.advance(60 * 60_000);
    expect(calls).toEqual([]);
    expect(await scene.station.states()).toEqual(['pending']);
    expect(engine.status()).toMatchObject({ link: 'online', pause: { paused: true }, nextAttemptAt: null });
    engine.setPause(nothingPaused);
    await scene.clock.advance(1_000);
    expect(await scene.station.states()).toEqual(['confirmed']);
    const settledAt = (await scene.station.cache.outbox())[0]?.settledAt ?? 0;
    expect(await scene.station.cache.outbox(settledAt)).toHaveLength(1);
    expect(await scene.station.cache.outbox(settledAt + 1)).toEqual([]);
  });

  it.each([
    ['all', async () => paused],
    ['this one', async () => withHold(nothingPaused, (await sequences())[0] ?? 0, true)],
  ])('%s: what is under way ends, and nothing is lost by it', async (_what, pause) => {
    const { engine } = scene.station;
    const { promise, resolve } = Promise.withResolvers<void>();
    const upload = scene.chart.uploadBinary.bind(scene.chart);
    let begun = 0;
    scene.chart.uploadBinary = async (request, signal) => {
      begun += 1;
      if (begun > 1) return upload(request, signal);
      signal.addEventListener('abort', () => resolve());
      await promise;
      return { ok: false, error: { code: 'local.cancelled' } };
    };
    const mediaId = await scene.station.capture('p1', picture);
    engine.wake();
    await scene.clock.settle();
    expect(begun).toBe(1);
    engine.setPause(await pause());
    await scene.clock.settle();
    expect(await scene.station.states()).toEqual(['pending']);
    engine.setPause(nothingPaused);
    await scene.clock.advance(1_000);
    expect(await scene.station.states()).toEqual(['confirmed']);
    expect(scene.heldByChart(mediaId)).toHaveLength(1);
  });

  it('still fetches what a person opens', async () => {
    await scene.putIntoChart(online({ content: { contentType: 'image/png', url: 'Binary/unknown' } }));
    scene.station.engine.wake();
    await scene.clock.settle();
    scene.station.engine.setPause(paused);
    calls = [];
    await scene.station.engine.fetchContent(await scene.onlyMedia());
    expect(calls).toContain('downloadBinary');
  });
});

describe('one entry that is held back', () => {
  it('stays while others go, makes nobody look again and again, and goes when it is let go', async () => {
    const { engine } = scene.station;
    engine.setOffline(true);
    const heldId = await scene.station.capture('p1', picture);
    const [held = 0] = await sequences();
    engine.setPause(withHold(nothingPaused, held, true));
    await scene.station.capture('p1', large);
    engine.setOffline(false);
    await scene.clock.advance(5_000);
    expect(await scene.station.states()).toEqual(['pending', 'confirmed']);
    calls = [];
    await scene.clock.advance(10 * 60_000);
    // Pulls only: two requests every thirty seconds.
    expect(calls.length).toBeLessThanOrEqual(60);
    expect(calls.filter((call) => call.startsWith('create') || call.startsWith('upload'))).toEqual([]);
    await scene.station.edit(heldId, addNote('afterwards'));
    engine.wake();
    await scene.clock.advance(5_000);
    expect(scene.heldByChart(heldId)).toEqual([]);
    engine.setPause(withHold(nothingPaused, held, false));
    await scene.clock.advance(5_000);
    expect(await scene.station.states()).toEqual(['confirmed', 'confirmed']);
    expect(scene.heldByChart(heldId)[0]?.note).toMatchObject([{ text: 'afterwards' }]);
  });
});

describe('on a metered connection', () => {
  it('notes and small files go, a large file waits until a person lets it go, and only what is known to be small is fetched by itself', async () => {
    const { engine } = scene.station;
    engine.setPause(metered);
    await scene.station.capture('p1', picture);
    const largeId = await scene.station.capture('p1', large);
    engine.wake();
    await scene.clock.advance(5_000);
    expect(await scene.station.states()).toEqual(['confirmed', 'pending']);
    const [small = ''] = (await scene.station.cache.mediaIds()).filter((id) => id !== largeId);
    await scene.station.edit(small, addNote('sent at once'));
    engine.wake();
    await scene.clock.advance(5_000);
    expect(await scene.station.states()).toEqual(['confirmed', 'pending', 'confirmed']);

    const url = unwrap(await scene.chart.uploadBinary({ contentType: 'image/png', size: 3, bytes: async function* () { yield Buffer.from('abc'); }, securityContext: undefined }, new AbortController().signal)).url;
    await scene.putIntoChart(online({ content: { contentType: 'image/png', url, size: 3 } }), 'small');
    await scene.putIntoChart(online({ content: { contentType: 'image/png', url } }), 'unknown');
    await scene.clock.advance(60_000);
    expect((await scene.station.cache.mediaWithoutContent(10)).length).toBe(1);

    const held = (await sequences())[1] ?? 0;
    engine.setPause(withHold(metered, held, false));
    await scene.clock.advance(5_000);
    expect(await scene.station.states()).toEqual(['confirmed', 'confirmed', 'confirmed']);
    engine.setPause(nothingPaused);
    await scene.clock.advance(5_000);
    expect(await scene.station.cache.mediaWithoutContent(10)).toEqual([]);
  });
});
