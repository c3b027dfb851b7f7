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
