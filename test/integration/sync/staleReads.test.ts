import { describe, expect, it } from 'vitest';
import { addNote, note, online, site, syncScene } from '../../support/syncScene.ts';

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
