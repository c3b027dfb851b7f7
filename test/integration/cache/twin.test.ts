import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { transition } from '../../../shared/sync/transition.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { capture, inChart, mustOpen, page, testMedia, withTestPatient } from '../../support/testCache.ts';

/** A picture that waits here, and the same as somebody else put it into the chart meanwhile, pulled as a row of its own. */
async function scene() {
  const cache = await mustOpen(await temporaryDirectory());
  const mediaId = randomUUID();
  unwrap(await capture(cache, await withTestPatient(cache), mediaId, { deviceName: 'mine' }));
  const [pulled] = await cache.applyPage(page({ media: [inChart('m8', 1, { deviceName: 'theirs' })] }));
  const [entry] = await cache.readyEntries(Number.MAX_SAFE_INTEGER);
  const record = await cache.media(mediaId);
  if (!pulled || !entry || !record) throw new Error('incomplete');
  const settle = () =>
    cache.settle({
      entry: transition(transition(entry, { kind: 'sent' }), { kind: 'accepted', now: 1 }), expectedCurrent: record.current,
      base: inChart('m8', 1).resource, current: record.current, serverId: 'm8', versionId: '1', provenAt: null,
    });
  return { cache, mediaId, twinId: pulled.mediaId, settle };
}

it('a picture that the chart turns out to hold under a row of its own here becomes one row', async () => {
  const { cache, mediaId, settle } = await scene();
  expect(await settle()).toBe(true);
  expect(await cache.mediaIds()).toStrictEqual([mediaId]);
  expect(await cache.media(mediaId)).toMatchObject({ serverId: 'm8', current: { deviceName: 'mine' } });
  expect((await cache.searchMedia('theirs', 9)).length).toBe(0);
  expect(await cache.verify()).toStrictEqual([]);
  await cache.close();
});

it('while somebody works on the other row, both stay, and a person has to look', async () => {
  const { cache, mediaId, twinId, settle } = await scene();
  const rows = await cache.mediaRows(twinId);
  unwrap(await cache.recordUpdate({ mediaId: twinId, expectedRevision: rows?.revision ?? -1, media: testMedia({ deviceName: 'edited' }), at: 1 }));
  expect(await settle()).toBe(true);
  expect((await cache.mediaIds()).toSorted()).toStrictEqual([mediaId, twinId].toSorted());
  expect((await cache.outbox()).find((entry) => entry.resourceId === mediaId)).toMatchObject({ state: 'parked', failure: { code: 'server.duplicate' } });
  expect(await cache.verify()).toStrictEqual([]);
  await cache.close();
});
