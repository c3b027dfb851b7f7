import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNote, online, syncScene } from '../../support/syncScene.ts';

const scene = syncScene();
const bytesOf = (name: string) => Buffer.alloc(100, `${name} `);
const tenMinutes = 600_000;
let count = 0;

/** So many pictures in the chart, by url. @returns their ids here, oldest first. */
const inChart = async (many: number): Promise<string[]> => {
  for (let index = 0; index < many; index += 1) {
    const [name, day] = [`Binary/b${String((count += 1))}`, String(10 + (count % 20))];
    const bytes = bytesOf(name);
    scene.chart.binaries.set(name, bytes);
    const hash = createHash('sha1').update(bytes).digest('base64');
    await scene.putIntoChart(online({ createdDateTime: `2026-03-${day}`, content: { contentType: 'image/jpeg', url: name, size: bytes.byteLength, hash } }), String(count));
  }
  await scene.clock.advance(31_000);
  return scene.station.cache.mediaIds().then((ids) => [...ids]);
};
const here = async () => {
  const all = await Promise.all((await scene.station.cache.mediaIds()).map((id) => scene.station.record(id)));
  return all.filter(({ contentSha256 }) => contentSha256 !== null).map(({ id }) => id);
};
/** What a row names is there, and nothing that no row names. */
const whole = async () => {
  const named = new Set(await scene.station.cache.namedBlobs());
  const held = new Set<string>();
  for await (const sha256 of scene.station.blobs.list()) held.add(sha256);
  return { unnamed: [...held].filter((sha256) => !named.has(sha256)), missing: [...named].filter((sha256) => !held.has(sha256)) };
};

describe('the bytes that are kept here', () => {
  it('come by themselves until there are enough; a person gets the others, and the ones not looked at for longest make room', async () => {
    scene.station.engine.setContentBudget(500);
    const ids = await inChart(12);
    const first = await here();
    expect(first).toHaveLength(5);
    expect((await scene.station.cache.counts()).contentMissing).toBe(7);
    await scene.clock.advance(tenMinutes);
    const [looked, ...others] = first;
    await scene.station.cache.touchMedia(looked ?? '', scene.clock.now());
    const wanted = ids.filter((id) => !first.includes(id)).slice(0, 4);
    for (const id of wanted) {
      expect(await scene.station.engine.fetchContent(id)).toMatchObject({ ok: true });
      await scene.station.cache.touchMedia(id, scene.clock.now());
    }
    await scene.clock.advance(60_000);
    expect((await here()).toSorted()).toStrictEqual([looked ?? '', ...wanted].toSorted());
    expect(await whole()).toStrictEqual({ unnamed: [], missing: [] });
    // They do not come again by themselves, but whenever somebody wants one.
    const [gone = ''] = others;
    expect(await scene.station.engine.fetchContent(gone)).toMatchObject({ ok: true });
    expect((await scene.station.record(gone)).contentSha256).not.toBeNull();
    expect(await scene.station.cache.verify()).toStrictEqual([]);
  });

  it('stay while the chart is not proven to hold them, however many they are, and while it is away', async () => {
    scene.station.engine.setOffline(true);
    for (let index = 0; index < 8; index += 1) await scene.station.capture('p1', bytesOf(`mine ${String((count += 1))}`));
    scene.station.engine.setContentBudget(300);
    await scene.clock.advance(2 * tenMinutes);
    expect(await here()).toHaveLength(8);
    // Taken by the chart, but the proof cannot be had.
    scene.chart.fault = (call) => (call === 'readMedia' ? { kind: 'refuse', failure: { code: 'server.failed' } } : undefined);
    scene.station.engine.setOffline(false);
    await scene.clock.advance(2 * tenMinutes);
    expect(scene.chart.media.size).toBe(8);
    expect(await here()).toHaveLength(8);
    scene.chart.fault = () => undefined;
    await scene.clock.advance(2 * tenMinutes);
    expect(new Set(await scene.station.states())).toStrictEqual(new Set(['confirmed']));
    expect(await here()).toHaveLength(3);
  });

  it('are those of pinned patients before all others, which make room for them', async () => {
    scene.station.engine.setContentBudget(500);
    scene.chart.addPatient('p2');
    await inChart(5);
    expect(await here()).toHaveLength(5);
    await scene.clock.advance(tenMinutes);
    const p2 = (await scene.station.cache.patientsToPull()).find(({ serverId }) => serverId === 'p2');
    await scene.station.cache.pinPatient(p2?.patientId ?? '', true);
    for (const name of ['x', 'y', 'z']) {
      scene.chart.binaries.set(`Binary/${name}`, bytesOf(name));
      await scene.putIntoChart(online({ subject: { reference: 'Patient/p2' }, content: { contentType: 'image/jpeg', url: `Binary/${name}`, size: 100 } }), name);
    }
    await scene.clock.advance(60_000);
    const owners = await Promise.all((await here()).map(async (id) => (await scene.station.record(id)).patientId));
    expect(owners.filter((owner) => owner === p2?.patientId)).toHaveLength(3);
    expect(owners).toHaveLength(5);
  });
});

type Step =
  | { readonly kind: 'capture' | 'offline' | 'online' | 'crash' | 'refuse' | 'well' | 'same' }
  | { readonly kind: 'edit' | 'fetch' | 'pin'; readonly pick: number }
  | { readonly kind: 'budget'; readonly bytes: number }
  | { readonly kind: 'wait'; readonly milliseconds: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('capture' as const, 'capture' as const, 'offline' as const, 'online' as const, 'crash' as const, 'refuse' as const, 'well' as const, 'same' as const) }),
  fc.record({ kind: fc.constantFrom('edit' as const, 'fetch' as const, 'pin' as const), pick: fc.nat(30) }),
  fc.record({ kind: fc.constant('budget' as const), bytes: fc.constantFrom(0, 100, 300, 1_000) }),
  fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.constantFrom(0, 31_000, tenMinutes, 2 * tenMinutes) }),
);

it('whatever happens, bytes that are not confirmed are here, and all others can be had again', { timeout: 90_000 }, async () => {
  await inChart(4);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 16 }), async (steps) => {
      const { station, clock, chart } = scene;
      let last = bytesOf('first');
      for (const one of steps) {
        const ids = await station.cache.mediaIds();
        const picked = 'pick' in one ? (ids[one.pick % ids.length] ?? '') : '';
        if (one.kind === 'capture') await station.capture('p1', (last = bytesOf(`mine ${String((count += 1))}`)));
        else if (one.kind === 'same') await station.capture('p1', last);
        else if (one.kind === 'offline' || one.kind === 'online') station.engine.setOffline(one.kind === 'offline');
        else if (one.kind === 'crash') await station.crash();
        else if (one.kind === 'refuse') chart.fault = (call) => (call === 'createMedia' || call === 'readMedia' ? { kind: 'refuse', failure: { code: 'server.failed' } } : undefined);
        else if (one.kind === 'well') chart.fault = () => undefined;
        else if (one.kind === 'edit') await station.edit(picked, addNote(`note ${String((count += 1))}`));
        else if (one.kind === 'fetch') await station.engine.fetchContent(picked);
        else if (one.kind === 'pin') await station.cache.pinPatient((await station.record(picked)).patientId ?? '', one.pick % 2 === 0);
        else if (one.kind === 'budget') station.engine.setContentBudget(one.bytes);
        else if (one.kind === 'wait') await clock.advance(one.milliseconds);
        await clock.settle();
        const unsettled = (await station.cache.outbox()).filter(({ state }) => state !== 'confirmed');
        for (const { resourceId, operation } of unsettled) if (operation === 'create') expect((await station.record(resourceId)).contentSha256).not.toBeNull();
        expect((await whole()).missing).toStrictEqual([]);
      }
      chart.fault = () => undefined;
      station.engine.setOffline(false);
      await clock.advance(2 * tenMinutes);
      for (const id of await station.cache.mediaIds()) {
        if ((await station.record(id)).contentSha256 === null) expect(await station.engine.fetchContent(id)).toMatchObject({ ok: true });
        expect((await station.record(id)).contentSha256).not.toBeNull();
      }
      expect((await whole()).missing).toStrictEqual([]);
      expect(await station.cache.verify()).toStrictEqual([]);
    }),
    { numRuns: 25 },
  );
});
