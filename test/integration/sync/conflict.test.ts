import { describe, expect, it } from 'vitest';
import { layerToNote, readLayers } from '../../../shared/annotation/noteCodec.ts';
import type { Layer, Shape } from '../../../shared/annotation/layer.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { contestedIn } from '../../../shared/sync/contestedIn.ts';
import type { MergeChoice } from '../../../shared/sync/mergeConflict.ts';
import { bringBackSetAside } from '../../../electron/workspace/conflicts.ts';
import { openEncrypted } from '../../../electron/sqlite/openEncrypted.ts';
import { databaseIn, databaseKey } from '../../support/testCache.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { addNote, note, online, site, syncScene } from '../../support/syncScene.ts';
import { Workstation } from '../../support/workstation.ts';

const scene = syncScene();
const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const layerId = uuid(1);
const arrow = (number: number, x: number): Shape => ({ kind: 'arrow', id: uuid(number), from: { x, y: 1 }, to: { x: 5, y: 9 } });
const layer = (shapes: readonly Shape[], more: Partial<Layer> = {}): Layer => ({
  id: layerId, name: 'Wound', colour: '#E69F00', visible: true, frame: null, imageSize: { width: 126, height: 145 }, shapes: [...shapes], author: 'N. Nurse',
  createdAt: '2026-11-23T09:00:00.000Z', updatedAt: '2026-11-23T09:00:00.000Z', ...more,
});
const drawn = (shapes: readonly Shape[], more?: Partial<Layer>) => (media: Media): Media => ({ ...media, note: [layerToNote(layer(shapes, more))] });

/** The Media stands in the chart and on this workstation. */
const pulled = async (media: Media) => {
  const serverId = await scene.putIntoChart(media);
  await scene.clock.advance(31_000);
  return { serverId, id: await scene.onlyMedia() };
};
const held = (serverId: string) => scene.chart.media.get(serverId)?.resource;
const conflictOf = async (mediaId: string) => {
  const conflict = await scene.station.cache.conflict(mediaId);
  if (!conflict) throw new Error('no conflict');
  const { entry, record, theirs } = conflict;
  return { ...conflict, ...contestedIn({ operation: entry.operation, base: record.base, mine: record.current, theirs }) };
};
const decide = async (mediaId: string, choices: readonly MergeChoice[], shown?: string) => {
  const { entry } = await conflictOf(mediaId);
  const decided = await scene.station.engine.resolve(entry.sequence, new Map(choices.map((choice) => [choice.key, choice])), { author: 'N. Nurse', ...(shown !== undefined && { shown }) });
  await scene.clock.advance(60_000);
  return decided;
};

describe('a conflict', () => {
  it('keeps what the chart held, with its version, so that it can be looked at and decided offline', async () => {
    const { serverId, id } = await pulled(site('foot')(online()));
    scene.chart.edit(serverId, (media) => addNote('theirs')(site('heel')(media)));
    await scene.station.edit(id, (media) => addNote('mine')(site('sole')(media)));
    await scene.clock.advance(60_000);
    scene.station.engine.setOffline(true);
    const { theirs, versionId, record, conflicts } = await conflictOf(id);
    expect([record.base?.bodySite, record.current.bodySite, theirs?.bodySite]).toStrictEqual([{ text: 'foot' }, { text: 'sole' }, { text: 'heel' }]);
    expect(versionId).toBe(theirs?.meta?.versionId);
    expect(conflicts.map(({ key }) => key)).toStrictEqual(['bodySite']);

    expect(await decide(id, [{ key: 'bodySite', keep: 'theirs' }])).toStrictEqual({ ok: true, value: undefined });
    expect(await scene.station.states()).toStrictEqual(['pending']);
    scene.station.engine.setOffline(false);
    await scene.clock.advance(60_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
    expect(held(serverId)).toMatchObject({ bodySite: { text: 'heel' }, note: [note('theirs'), note('mine')] });
    expect(await scene.station.cache.conflict(id)).toBeUndefined();
    expect(await scene.station.cache.setAside(id)).toMatchObject([
      { author: 'N. Nurse', broughtBackAt: null, item: { key: 'bodySite', side: 'mine', value: { text: 'sole' }, kept: { text: 'heel' } } },
    ]);
    expect(await scene.station.cache.verify()).toStrictEqual([]);
  });

  it('is about the one shape two people moved, and nothing else of their drawing', async () => {
    const { serverId, id } = await pulled(drawn([arrow(2, 1), arrow(3, 1)])(online()));
    scene.chart.edit(serverId, drawn([arrow(2, 20), arrow(3, 1), arrow(4, 1)], { name: 'Ulcer', updatedAt: '2026-11-23T10:00:00.000Z' }));
    await scene.station.edit(id, drawn([arrow(2, 10), arrow(3, 30), arrow(5, 1)]));
    await scene.clock.advance(60_000);
    const { conflicts } = await conflictOf(id);
    expect(conflicts.map(({ place }) => place)).toStrictEqual([{ kind: 'shape', layerId, shapeId: uuid(2) }]);

    unwrap(await decide(id, [{ key: conflicts[0]?.key ?? '', keep: 'both', copyId: uuid(9) }]));
    expect(readLayers(held(serverId) ?? online())).toStrictEqual([
      layer([arrow(2, 20), arrow(9, 10), arrow(3, 30), arrow(4, 1), arrow(5, 1)], { name: 'Ulcer', updatedAt: '2026-11-23T10:00:00.000Z' }),
    ]);
    expect(await scene.station.cache.setAside(id)).toStrictEqual([]);
  });

  it('counts only for the sides that were shown: when the chart moves on there is a new one, and nothing is overwritten', async () => {
    const { serverId, id } = await pulled(site('foot')(online()));
    scene.chart.edit(serverId, site('heel'));
    await scene.station.edit(id, site('sole'));
    await scene.clock.advance(60_000);
    const first = await conflictOf(id);

    // Seen by the next pull, before the person chose.
    scene.chart.edit(serverId, site('ankle'));
    await scene.clock.advance(31_000);
    expect((await conflictOf(id)).theirs?.bodySite).toStrictEqual({ text: 'ankle' });
    expect(await decide(id, [{ key: 'bodySite', keep: 'mine' }], first.shown)).toMatchObject({ ok: false, error: { code: 'data.changed-meanwhile' } });

    // Not seen yet: the chart refuses the decision, for it carries the version that was shown.
    const second = await conflictOf(id);
    scene.chart.edit(serverId, site('toe'));
    unwrap(await decide(id, [{ key: 'bodySite', keep: 'mine' }], second.shown));
    expect(held(serverId)?.bodySite).toStrictEqual({ text: 'toe' });
    const third = await conflictOf(id);
    expect([third.record.base?.bodySite, third.record.current.bodySite, third.theirs?.bodySite]).toStrictEqual([{ text: 'ankle' }, { text: 'sole' }, { text: 'toe' }]);
    unwrap(await decide(id, [{ key: 'bodySite', keep: 'mine' }], third.shown));
    expect(held(serverId)?.bodySite).toStrictEqual({ text: 'sole' });
    expect((await scene.station.cache.setAside(id)).map(({ item }) => item.value)).toStrictEqual([{ text: 'toe' }, { text: 'ankle' }]);
  });

  it('is over by itself when the other side takes its change back', async () => {
    const { serverId, id } = await pulled(site('foot')(online()));
    scene.chart.edit(serverId, site('heel'));
    await scene.station.edit(id, site('sole'));
    await scene.clock.advance(60_000);
    await conflictOf(id);
    scene.chart.edit(serverId, site('foot'));
    await scene.clock.advance(61_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
    expect(held(serverId)?.bodySite).toStrictEqual({ text: 'sole' });
    expect(await scene.station.cache.verify()).toStrictEqual([]);
  });

  it('leaves nothing undecided: what was not chosen is refused, and nothing is written', async () => {
    const { serverId, id } = await pulled(site('foot')(online({ deviceName: 'A' })));
    scene.chart.edit(serverId, (media) => ({ ...site('heel')(media), deviceName: 'B' }));
    await scene.station.edit(id, (media) => ({ ...site('sole')(media), deviceName: 'C' }));
    await scene.clock.advance(60_000);
    const before = await conflictOf(id);
    expect(await decide(id, [{ key: 'bodySite', keep: 'mine' }])).toMatchObject({ ok: false, error: { code: 'data.changed-meanwhile' } });
    expect(await conflictOf(id)).toStrictEqual(before);
    unwrap(await decide(id, [{ key: 'bodySite', keep: 'mine' }, { key: 'deviceName', keep: 'theirs' }]));
    expect(held(serverId)).toMatchObject({ bodySite: { text: 'sole' }, deviceName: 'B' });
  });

  it('takes an edit that is made while it waits along', async () => {
    const { serverId, id } = await pulled(site('foot')(online()));
    scene.chart.edit(serverId, site('heel'));
    await scene.station.edit(id, site('sole'));
    await scene.clock.advance(60_000);
    const { shown } = await conflictOf(id);
    await scene.station.edit(id, addNote('later'));
    expect(await decide(id, [{ key: 'bodySite', keep: 'theirs' }], shown)).toMatchObject({ ok: false, error: { code: 'data.changed-meanwhile' } });
    unwrap(await decide(id, [{ key: 'bodySite', keep: 'theirs' }]));
    expect(held(serverId)).toMatchObject({ bodySite: { text: 'heel' }, note: [note('later')] });
  });

  it('of a Media the chart deleted sets the work aside where a person follows the chart', async () => {
    const { serverId, id } = await pulled(online());
    unwrap(await scene.chart.deleteMedia(serverId, undefined, new AbortController().signal));
    await scene.station.edit(id, addNote('mine'));
    await scene.clock.advance(60_000);
    expect((await conflictOf(id)).conflicts).toMatchObject([{ key: 'media', theirs: undefined }]);
    unwrap(await decide(id, [{ key: 'media', keep: 'theirs' }]));
    expect(await scene.station.states()).toStrictEqual([]);
    expect(await scene.station.cache.setAside(id)).toMatchObject([{ item: { key: 'media', side: 'mine', value: { note: [note('mine')] } } }]);
    expect(await scene.station.cache.verify()).toStrictEqual([]);

    // Thought better of: it goes into the chart after all.
    const [aside] = await scene.station.cache.setAside(id);
    const brought = unwrap(await bringBackSetAside({ cache: scene.station.cache, authorName: 'N. Nurse', now: scene.clock.now }, { mediaId: id, id: aside?.id ?? 0 }));
    expect(brought.safety.state).toBe('local');
    scene.station.engine.wake();
    await scene.clock.advance(61_000);
    expect(scene.heldByChart(id)).toMatchObject([{ note: [note('mine')] }]);
    expect((await scene.station.cache.setAside(id)).map(({ broughtBackAt }) => broughtBackAt !== null)).toStrictEqual([true]);
    expect(await bringBackSetAside({ cache: scene.station.cache, authorName: 'N. Nurse', now: scene.clock.now }, { mediaId: id, id: aside?.id ?? 0 })).toMatchObject({ ok: false, error: { code: 'data.changed-meanwhile' } });
    expect(await scene.station.cache.verify()).toStrictEqual([]);
  });

  it('outlives the process: both sides are there after a crash, and the decision holds', async () => {
    const { serverId, id } = await pulled(site('foot')(online()));
    scene.chart.edit(serverId, site('heel'));
    await scene.station.edit(id, site('sole'));
    await scene.clock.advance(60_000);
    const before = await conflictOf(id);
    await scene.station.crash();
    await scene.clock.advance(60_000);
    expect(await conflictOf(id)).toStrictEqual(before);
    unwrap(await decide(id, [{ key: 'bodySite', keep: 'mine' }], before.shown));
    expect(held(serverId)?.bodySite).toStrictEqual({ text: 'sole' });
  });
});

describe('a deletion here of what the chart changed', () => {
  /** The window has no way to delete in the chart; an outbox may hold one all the same. */
  const deleted = async (id: string) => {
    const database = openEncrypted({ file: databaseIn(scene.directory), key: databaseKey });
    database.prepare(`INSERT INTO outbox (resource_type, resource_id, operation, state, recorded_at, next_attempt_at) VALUES ('Media', ?, 'delete', 'pending', 0, 0)`).run(id);
    database.close();
    scene.station.engine.wake();
    await scene.clock.advance(61_000);
  };
  const deletedAndChanged = async () => {
    const { serverId, id } = await pulled(site('foot')(online()));
    scene.station.engine.setOffline(true);
    scene.chart.edit(serverId, site('heel'));
    await deleted(id);
    scene.station.engine.setOffline(false);
    await scene.clock.advance(61_000);
    expect((await conflictOf(id)).conflicts).toMatchObject([{ key: 'media', mine: undefined, theirs: { bodySite: { text: 'heel' } } }]);
    return { serverId, id };
  };

  it('deletes at once what nobody changed', async () => {
    const { serverId, id } = await pulled(online());
    await deleted(id);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
    expect(scene.chart.media.get(serverId)?.deleted ?? true).toBe(true);
  });

  it('is done where a person says so, and keeps what was changed there', async () => {
    const { serverId, id } = await deletedAndChanged();
    unwrap(await decide(id, [{ key: 'media', keep: 'mine' }]));
    expect(scene.chart.media.get(serverId)?.deleted ?? true).toBe(true);
    expect(await scene.station.cache.setAside(id)).toMatchObject([{ item: { side: 'theirs', value: { bodySite: { text: 'heel' } } } }]);
  });

  it('is dropped where a person follows the chart', async () => {
    const { serverId, id } = await deletedAndChanged();
    unwrap(await decide(id, [{ key: 'media', keep: 'theirs' }]));
    expect(await scene.station.states()).toStrictEqual([]);
    expect(scene.chart.media.get(serverId)).toMatchObject({ deleted: false, resource: { bodySite: { text: 'heel' } } });
    expect((await scene.station.media(id)).bodySite).toStrictEqual({ text: 'heel' });
    expect(await scene.station.cache.verify()).toStrictEqual([]);
  });
});

it('is decided on one workstation and seen by the other, which loses nothing either', async () => {
  const { serverId, id } = await pulled(drawn([arrow(2, 1)])(online()));
  const other = new Workstation({ directory: await temporaryDirectory(), chart: scene.chart, clock: scene.clock });
  await other.start();
  await scene.clock.advance(31_000);
  const [otherId = ''] = await other.cache.mediaIds();
  scene.station.engine.setOffline(true);
  await other.edit(otherId, drawn([arrow(2, 20), arrow(6, 1)]));
  await scene.clock.advance(31_000);
  await scene.station.edit(id, drawn([arrow(2, 10), arrow(7, 1)]));
  scene.station.engine.setOffline(false);
  await scene.clock.advance(61_000);
  const { conflicts } = await conflictOf(id);
  unwrap(await decide(id, conflicts.map(({ key }) => ({ key, keep: 'mine' }))));
  await scene.clock.advance(61_000);
  const shapes = [arrow(2, 10), arrow(6, 1), arrow(7, 1)];
  for (const media of [held(serverId), await scene.station.media(id), await other.media(otherId)]) expect(readLayers(media ?? online())[0]?.shapes).toStrictEqual(shapes);
  expect((await scene.station.cache.setAside(id)).map(({ item }) => item.value)).toStrictEqual([arrow(2, 20)]);
  await other.close();
  expect(other.defects).toStrictEqual([]);
});
