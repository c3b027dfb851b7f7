import { expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { online, syncScene } from '../../support/syncScene.ts';

const scene = syncScene();

it('a page that never came is noticed when the chart is asked for all it holds, and what was on it is fetched', async () => {
  scene.station.engine.setOffline(true);
  for (const value of ['1', '2', '3', '4', '5', '6']) {
    await scene.putIntoChart(online(), value);
    // Farther apart than what every pull looks back.
    await scene.clock.advance(10_000);
  }
  const { chart } = scene;
  const follow = chart.followPage.bind(chart);
  let lost = false;
  chart.followPage = async (nextPage, signal) => {
    const page = await follow(nextPage, signal);
    if (lost) return page;
    lost = true;
    // As a cache on the way mixes up its entries: the page after this one, under its name.
    return follow(unwrap(page).nextPage ?? '', signal);
  };
  scene.station.engine.setOffline(false);
  await scene.clock.advance(60_000);
  expect(await scene.station.cache.mediaIds()).toHaveLength(4);
  await scene.clock.advance(3_600_000);
  expect(await scene.station.cache.mediaIds()).toHaveLength(6);
  const asked = chart.requests.length;
  await scene.clock.advance(7_200_000);
  expect(chart.requests.slice(asked).filter((call) => call === 'readMedia')).toStrictEqual([]);
});
