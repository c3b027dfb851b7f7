import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { online, site, syncScene } from '../../support/syncScene.ts';

const scene = syncScene();

/** The first page that is followed to does not come: as a cache on the way mixes up its entries, the one after it comes under its name. */
function loseOnePage(): void {
  const { chart } = scene;
  const follow = chart.followPage.bind(chart);
  let lost = false;
  chart.followPage = async (nextPage, signal) => {
    const page = await follow(nextPage, signal);
    const after = unwrap(page).nextPage;
    if (lost || after === undefined) return page;
    lost = true;
    return follow(after, signal);
  };
}

/** Farther apart than what every pull looks back. */
async function oneAfterTheOther(work: (value: string) => unknown): Promise<void> {
  for (const value of ['1', '2', '3', '4', '5', '6']) {
    await work(value);
    await scene.clock.advance(10_000);
  }
}

const sites = async () => Promise.all((await scene.station.cache.mediaIds()).map(async (id) => (await scene.station.media(id)).bodySite?.text));

describe('a page that never came', () => {
  it('is noticed when the chart is asked for all it holds, and what was new on it is fetched', async () => {
    scene.station.engine.setOffline(true);
    await oneAfterTheOther((value) => scene.putIntoChart(online(), value));
    loseOnePage();
    scene.station.engine.setOffline(false);
    await scene.clock.advance(60_000);
    expect(await scene.station.cache.mediaIds()).toHaveLength(4);
    await scene.clock.advance(3_600_000);
    expect(await scene.station.cache.mediaIds()).toHaveLength(6);
    const asked = scene.chart.requests.length;
    await scene.clock.advance(7_200_000);
    expect(scene.chart.requests.slice(asked).filter((call) => call === 'readMedia')).toStrictEqual([]);
  });

  it('is read again within the hour, with the changes on it', async () => {
    const ids = new Map<string, string>();
    await oneAfterTheOther(async (value) => ids.set(value, await scene.putIntoChart(online(), value)));
    await scene.clock.advance(7_200_000);
    scene.station.engine.setOffline(true);
    await oneAfterTheOther((value) => scene.chart.edit(ids.get(value) ?? '', site(`site ${value}`)));
    loseOnePage();
    scene.station.engine.setOffline(false);
    await scene.clock.advance(60_000);
    expect((await sites()).filter((text) => text !== undefined)).toHaveLength(4);
    await scene.clock.advance(3_600_000);
    expect((await sites()).toSorted()).toStrictEqual(['site 1', 'site 2', 'site 3', 'site 4', 'site 5', 'site 6']);
  });
});

it('a change stamped by a clock that is behind is seen within the hour', async () => {
  const ids = [await scene.putIntoChart(online(), '1'), await scene.putIntoChart(online(), '2')];
  await scene.clock.advance(7_200_000);
  scene.chart.edit(ids[0] ?? '', site('by a clock that is right'));
  await scene.clock.advance(31_000);
  const held = scene.chart.media.get(ids[1] ?? '');
  if (!held) throw new Error('no such Media');
  const updatedAt = scene.clock.now() - 300_000;
  const resource = { ...held.resource, bodySite: { text: 'by one that is behind' }, meta: { versionId: '2', lastUpdated: new Date(updatedAt).toISOString() } };
  scene.chart.media.set(held.resource.id, { ...held, resource, version: 2, updatedAt });
  await scene.clock.advance(3_700_000);
  expect((await sites()).toSorted()).toStrictEqual(['by a clock that is right', 'by one that is behind']);
});
