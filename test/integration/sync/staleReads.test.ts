import { describe, expect, it } from 'vitest';
import { addNote, note, online, picture, site, syncScene } from '../../support/syncScene.ts';

const scene = syncScene();

/** The next `count` readings of the Media answer what the chart held before its newest version, as a cache on the way may. */
async function readStale(id: string, count: number): Promise<void> {
  const { chart } = scene;
  const before = await chart.readMedia(id, new AbortController().signal);
  const read = chart.readMedia.bind(chart);
  let left = count;
  chart.readMedia = async (serverId, signal) => {
    const now = await read(serverId, signal);
    if (left === 0 || !now.ok || !before.ok || now.value.versionId === before.value.versionId) return now;
    left -= 1;
    return structuredClone(before);
  };
}

describe('a reading older than what was written', () => {
  it('proves nothing and takes nothing back: the entry waits for a newer one', async () => {
    const id = await scene.putIntoChart(online());
    await scene.clock.advance(30_000);
    const mediaId = await scene.onlyMedia();
    await readStale(id, 1);
    await scene.station.edit(mediaId, addNote('n1'));
    await scene.clock.advance(0);
    expect(await scene.station.states()).toStrictEqual(['accepted']);
    expect(await scene.station.record(mediaId)).toMatchObject({ current: { note: [note('n1')] }, versionId: '2' });
    await scene.clock.advance(60_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
    expect((await scene.station.media(mediaId)).note).toStrictEqual([note('n1')]);
    expect(scene.chart.media.get(id)?.resource.note).toStrictEqual([note('n1')]);
  });

  it('is not merged with: what others wrote meanwhile stands', async () => {
    const id = await scene.putIntoChart(online());
    await scene.clock.advance(30_000);
    const mediaId = await scene.onlyMedia();
    await readStale(id, 2);
    scene.chart.edit(id, site('heel'));
    await scene.clock.advance(30_000);
    scene.chart.edit(id, addNote('theirs'));
    await scene.station.edit(mediaId, addNote('mine'));
    await scene.clock.advance(0);
    expect((await scene.station.media(mediaId)).bodySite).toStrictEqual({ text: 'heel' });
    await scene.clock.advance(60_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
    expect(scene.chart.media.get(id)?.resource).toMatchObject({ bodySite: { text: 'heel' }, note: [note('theirs'), note('mine')] });
  });
});

describe('a change that somebody makes while a proof is under way', () => {
  it.each<[string, (scene: { readonly mediaId: string }) => Promise<void>, readonly string[]]>([
    ['is taken over', async () => undefined, ['theirs']],
    ['is merged with what was edited here since', async ({ mediaId }) => scene.station.edit(mediaId, addNote('mine')), ['theirs', 'mine']],
  ])('%s', async (_what, meanwhile, notes) => {
    const { chart, station, clock } = scene;
    await clock.advance(31_000);
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const download = chart.downloadBinary.bind(chart);
    chart.downloadBinary = async (...input) => {
      await arrived;
      return download(...input);
    };
    const mediaId = await station.capture('p1', picture);
    await clock.settle();
    expect(await station.states()).toStrictEqual(['accepted']);
    const { serverId } = await station.record(mediaId);
    await clock.advance(5_000);
    chart.edit(serverId ?? '', addNote('theirs'));
    await meanwhile({ mediaId });
    await clock.advance(5_000);
    // The pull goes on, past both.
    await scene.putIntoChart(online());
    await clock.advance(60_000);
    arrive();
    await clock.advance(120_000);
    expect(new Set(await station.states())).toStrictEqual(new Set(['confirmed']));
    expect((await station.media(mediaId)).note?.map(({ id }) => id)).toStrictEqual(notes);
    expect(chart.media.get(serverId ?? '')?.resource.note?.map(({ id }) => id)).toStrictEqual(notes);
  });
});
