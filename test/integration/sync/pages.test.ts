import { afterEach, describe, expect, it } from 'vitest';
import { openGatewayChart } from '../../../electron/ehr/xcaliber/openGatewayChart.ts';
import { contentOf } from '../../../electron/workspace/contentOf.ts';
import { sweepBlobs } from '../../../electron/workspace/sweepBlobs.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { collect } from '../../support/collect.ts';
import { startPagedGateway, type GatewayPage } from '../../support/pagedGateway.ts';
import { openRealStation } from '../../support/realStation.ts';

/** A document that a gateway tells page by page, fetched by the real engine over HTTP. */

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function openScene(pages: readonly GatewayPage[]) {
  const gateway = await startPagedGateway(pages);
  closers.push(gateway.close);
  const station = await openRealStation(unwrap(openGatewayChart(gateway.connection)));
  closers.push(station.close);
  await station.engine.runUntilIdle();
  const [mediaId = ''] = await station.cache.mediaIds();
  /** What is here of each page, in the order they state; null: nothing. */
  const pageTexts = async () => {
    const rows = await station.cache.mediaRows(mediaId);
    if (!rows) throw new Error('no such Media');
    const places = [null, ...pages.keys()].map((page) => contentOf(rows, page));
    return Promise.all(places.map(async (place) => (place === null ? null : Buffer.from(await collect(station.blobs.read(place.sha256))).toString())));
  };
  return { gateway, ...station, mediaId, pageTexts };
}

const png = (text: string, order: number, inside = false): GatewayPage => ({ contentType: 'image/png', bytes: Buffer.from(text), order, inside });

describe('a document of several pages', () => {
  it('is fetched whole when a person asks, each page once, and outlives the sweep', async () => {
    const scene = await openScene([png('third', 3), png('first', 1), png('second', 2, true)]);
    expect(await scene.pageTexts()).toStrictEqual([null, null, 'second', null]);
    expect(scene.gateway.asked.filter((path) => path.startsWith('pages/'))).toStrictEqual([]);
    expect(await scene.engine.fetchContent(scene.mediaId)).toMatchObject({ ok: true });
    expect(await scene.pageTexts()).toStrictEqual(['first', 'first', 'second', 'third']);
    await sweepBlobs(scene);
    expect(await scene.pageTexts()).toStrictEqual(['first', 'first', 'second', 'third']);
    // Read again, it is the same document: nothing is fetched anew.
    await scene.engine.runUntilIdle();
    expect(await scene.engine.fetchContent(scene.mediaId)).toMatchObject({ ok: true });
    expect(scene.gateway.asked.filter((path) => path === 'pages/1').length).toBeLessThanOrEqual(2);
    expect(await scene.cache.verify()).toStrictEqual([]);
  });

  it('with a page that cannot be had is not half here', async () => {
    const scene = await openScene([png('first', 1), png('second', 2)]);
    scene.gateway.refused.add('pages/1');
    expect(await scene.engine.fetchContent(scene.mediaId)).toMatchObject({ ok: false, error: { code: 'server.not-found' } });
    expect(await scene.pageTexts()).toStrictEqual([null, null, null]);
    scene.gateway.refused.clear();
    expect(await scene.engine.fetchContent(scene.mediaId)).toMatchObject({ ok: true });
    expect(await scene.pageTexts()).toStrictEqual(['first', 'first', 'second']);
  });

  it('whose bytes all stand inside it is here as it is read', async () => {
    const scene = await openScene([png('second', 2, true), png('first', 1, true)]);
    expect(await scene.pageTexts()).toStrictEqual(['first', 'first', 'second']);
  });
});
