import { expect, it } from 'vitest';
import { standIn } from '../../../shared/fhir/bytesApart.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { inChart, mustOpen, page, withTestPatient } from '../../support/testCache.ts';

const sha256 = 'ab'.repeat(32);

it('bytes that only something set aside names may not make room: the chart has them no more', async () => {
  const cache = await mustOpen(await temporaryDirectory());
  await withTestPatient(cache);
  await cache.applyPage(page({ media: [inChart('m1', 1)] }));
  const [mediaId = ''] = await cache.mediaIds();
  const record = await cache.media(mediaId);
  if (!record) throw new Error('no record');
  await cache.attachContent(mediaId, { sha256, size: 10 }, record.current);
  expect(await cache.evictableContents(5)).toStrictEqual([{ sha256, size: 10 }]);
  const value = { contentType: 'image/png', _data: standIn({ bytes: sha256, text: undefined }) };
  await cache.addSetAside(mediaId, 'Nurse', [{ key: 'content', place: { kind: 'element', path: 'content' }, side: 'mine', value, kept: null }]);
  expect(await cache.evictableContents(5)).toStrictEqual([]);
  expect(await cache.evictContent(sha256)).toStrictEqual([]);
  expect((await cache.media(mediaId))?.contentSha256).toBe(sha256);
  await cache.close();
});

it('the bytes of pages are kept, counted, and let go of with their content', async () => {
  const cache = await mustOpen(await temporaryDirectory());
  await withTestPatient(cache);
  const contained = ['1', '2', '3'].map((page) => ({ contentType: 'image/png', url: `pages/${page}` }));
  const paged = (version: number, pages: readonly object[]) => page({ media: [inChart('m1', version, { content: { contentType: 'image/png', url: 'pages/1', contained: pages } })] });
  await cache.applyPage(paged(1, contained));
  const [mediaId = ''] = await cache.mediaIds();
  const attach = async () => {
    const record = await cache.media(mediaId);
    if (!record) throw new Error('no record');
    return cache.attachContent(mediaId, { sha256, size: 10 }, record.current, pages);
  };
  const pages = [{ url: 'pages/2', sha256: 'cd'.repeat(32), size: 20 }, { url: 'pages/3', sha256: 'ef'.repeat(32), size: 30 }];
  expect(await attach()).toBe(true);
  expect(await cache.mediaRows(mediaId)).toMatchObject({ pageContents: pages });
  expect((await cache.namedBlobs()).toSorted()).toStrictEqual([sha256, ...pages.map((one) => one.sha256)]);
  expect(await cache.keptContentBytes()).toBe(60);
  expect(await cache.verify()).toStrictEqual([]);

  expect(await cache.evictContent(sha256)).toHaveLength(1);
  expect([await cache.namedBlobs(), await cache.keptContentBytes()]).toStrictEqual([[], 0]);
  expect(await attach()).toBe(true);
  // A page more, and a page that lies elsewhere: the document has to be fetched again.
  for (const [version, changed] of [[2, [...contained, { url: 'pages/4' }]], [3, [...contained, { url: 'pages/5' }]]] as const) {
    await cache.applyPage(paged(version, changed));
    expect(await cache.mediaRows(mediaId)).toMatchObject({ pageContents: [], record: { contentSha256: null } });
    expect(await attach()).toBe(true);
  }
  await cache.close();
});
