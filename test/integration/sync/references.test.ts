import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Media } from '../../../shared/fhir/resources.ts';
import { localReference } from '../../../shared/sync/localReferences.ts';
import { addNote, syncScene } from '../../support/syncScene.ts';

const scene = syncScene();
let count = 0;
const capture = (...partOf: readonly string[]) => {
  const more: Partial<Media> = { partOf: partOf.map((id) => ({ reference: localReference(id) })) };
  return scene.station.capture('p1', Buffer.from(`picture ${String((count += 1))}`), partOf.length > 0 ? more : {});
};
const partOf = (media: Media) => (media.partOf ?? []).map(({ reference }) => reference);
const stateOf = async (mediaId: string) => (await scene.station.cache.outbox()).filter((entry) => entry.resourceId === mediaId).map(({ state }) => state);

describe('a picture that refers to another one taken here', () => {
  it('is sent after it, under the name the chart gave that one', async () => {
    scene.station.engine.setOffline(true);
    const parent = await capture();
    const child = await capture(parent);
    expect([await stateOf(parent), await stateOf(child)]).toStrictEqual([['pending'], ['blocked']]);
    expect((await scene.station.cache.counts()).outbox).toMatchObject({ pending: 1, blocked: 1 });
    expect((await scene.station.cache.mediaView(child))?.safety.state).toBe('local');
    scene.station.engine.setOffline(false);
    await scene.clock.advance(60_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed', 'confirmed']);
    const serverId = (await scene.station.record(parent)).serverId ?? '';
    expect(partOf(scene.heldByChart(child)[0] ?? ({} as Media))).toStrictEqual([`Media/${serverId}`]);
    expect(partOf(await scene.station.media(child))).toStrictEqual([`Media/${serverId}`]);
    expect(await scene.station.cache.verify()).toStrictEqual([]);
    // What the chart holds already is named as the chart names it at once.
    const late = await capture(parent);
    expect(partOf(await scene.station.media(late))).toStrictEqual([`Media/${serverId}`]);
  });

  it('waits while that one needs a person, and nothing else waits with it', async () => {
    scene.station.engine.setOffline(true);
    const parent = await capture();
    const child = await capture(parent);
    const grandchild = await capture(child);
    const stranger = await capture();
    scene.failOnce({ call: 'createMedia', kind: 'refuse', failure: { code: 'server.rejected' } });
    scene.station.engine.setOffline(false);
    await scene.clock.advance(600_000);
    expect([await stateOf(parent), await stateOf(child), await stateOf(grandchild), await stateOf(stranger)]).toStrictEqual([['parked'], ['blocked'], ['blocked'], ['confirmed']]);
    expect(scene.station.engine.status()).toMatchObject({ busy: false, nextAttemptAt: null });
    const [entry] = await scene.station.cache.outbox();
    await scene.station.engine.retry(entry?.sequence ?? 0);
    await scene.clock.advance(60_000);
    expect(new Set(await scene.station.states())).toStrictEqual(new Set(['confirmed']));
  });

  it('waits also where the reference came with a later change, at any moment', async () => {
    const child = await capture();
    await scene.clock.advance(60_000);
    scene.failOnce({ call: 'createMedia', kind: 'refuse', failure: { code: 'server.rejected' } });
    const parent = await capture();
    await scene.clock.advance(60_000);
    await scene.station.edit(child, (media) => ({ ...media, partOf: [{ reference: localReference(parent) }] }));
    await scene.clock.advance(60_000);
    expect(await stateOf(child)).toStrictEqual(['confirmed', 'blocked']);
    // Without the reference, there is nothing to wait for.
    await scene.station.edit(child, ({ partOf: _partOf, ...media }) => addNote('mine')(media as Media));
    await scene.clock.advance(60_000);
    expect(await stateOf(child)).toStrictEqual(['confirmed', 'confirmed']);
  });

  it('cannot wait for one that waits for it', async () => {
    scene.station.engine.setOffline(true);
    const parent = await capture();
    const child = await capture(parent);
    const rows = await scene.station.cache.mediaRows(parent);
    const media: Media = { ...(await scene.station.media(parent)), partOf: [{ reference: localReference(child) }] };
    const saved = await scene.station.cache.recordUpdate({ mediaId: parent, expectedRevision: rows?.revision ?? 0, media, at: scene.clock.now() });
    expect(saved).toMatchObject({ ok: false, error: { code: 'data.invalid-input' } });
    expect(partOf(await scene.station.media(parent))).toStrictEqual([]);
    scene.station.engine.setOffline(false);
    await scene.clock.advance(60_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed', 'confirmed']);
  });
});

it('whatever refers to whatever, each is sent after all it refers to, and only what comes after a refused one waits', { timeout: 60_000 }, async () => {
  const graph = fc.array(fc.record({ to: fc.array(fc.nat(20), { maxLength: 3 }), refused: fc.boolean(), lost: fc.boolean() }), { minLength: 2, maxLength: 9 });
  await fc.assert(
    fc.asyncProperty(graph, async (nodes) => {
      scene.station.engine.setOffline(true);
      const ids: string[] = [];
      const parents = nodes.map(({ to }, index) => (index === 0 ? [] : [...new Set(to.map((parent) => parent % index))]));
      for (const each of parents) ids.push(await capture(...each.map((parent) => ids[parent] ?? '')));
      const { chart } = scene;
      const create = chart.createMedia.bind(chart);
      const indexOf = (media: Media) => ids.findIndex((id) => media.identifier?.some(({ value }) => value === localReference(id)));
      chart.createMedia = async (media, ...more) => {
        for (const reference of partOf(media)) expect(chart.media.has(reference?.replace('Media/', '') ?? '')).toBe(true);
        return nodes[indexOf(media)]?.refused === true ? { ok: false, error: { code: 'server.rejected' } } : create(media, ...more);
      };
      const losing = new Set(ids.filter((_, index) => nodes[index]?.lost === true));
      chart.fault = (call) => (call === 'createMedia' && losing.delete([...losing][0] ?? '') ? { kind: 'lose', failure: { code: 'server.timeout' } } : undefined);
      scene.station.engine.setOffline(false);
      await scene.clock.advance(600_000);
      chart.createMedia = create;
      const blocked = (index: number): boolean => (parents[index] ?? []).some((parent) => nodes[parent]?.refused === true || blocked(parent));
      const expected = nodes.map(({ refused }, index) => (blocked(index) ? 'blocked' : refused ? 'parked' : 'confirmed'));
      expect(await Promise.all(ids.map(async (id) => (await stateOf(id))[0]))).toStrictEqual(expected);
      for (const { sequence, state } of await scene.station.cache.outbox()) if (state === 'parked') await scene.station.engine.retry(sequence);
      await scene.clock.advance(600_000);
      expect(new Set(await scene.station.states())).toStrictEqual(new Set(['confirmed']));
    }),
    { numRuns: 12 },
  );
});
