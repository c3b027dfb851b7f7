import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { keptContents, limitKeptContents } from '../../../electron/workspace/keptContents.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { page, testMedia } from '../../support/testCache.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { openTestWorkspace } from '../../support/testWorkspace.ts';

it('how much is kept is counted, and the limit remembered; who looks at a picture keeps its bytes here for longer', async () => {
  const [directory, defects] = [await temporaryDirectory(), [] as unknown[]];
  const first = await openTestWorkspace(directory, (error) => defects.push(error));
  const { cache, blobs } = first.workspace;
  expect(await keptContents(cache)).toStrictEqual({ keptBytes: 0, limitBytes: 20e9 });
  const stored = ['a', 'b'].map((id) => ({ versionId: '1', resource: { ...testMedia({ content: { url: `Binary/${id}` } }), id, meta: { lastUpdated: '2026-01-01T00:00:00Z' } } }));
  await cache.applyPage(page({ media: stored }));
  const hashes = new Map<string, string>();
  for (const id of await cache.mediaIds()) {
    const bytes = Buffer.from(`picture ${id}`);
    hashes.set(id, createHash('sha256').update(bytes).digest('hex'));
    const record = await cache.media(id);
    await cache.attachContent(id, unwrap(await blobs.write(bytes)), record?.current ?? testMedia());
  }
  const [looked = '', other = ''] = await cache.mediaIds();
  unwrap(await first.workspace.mediaDetail(looked));
  expect((await cache.evictableContents(10)).map(({ sha256 }) => sha256)).toStrictEqual([hashes.get(other), hashes.get(looked)]);
  await limitKeptContents(first.workspace, 5e9);
  await first.close();

  const second = await openTestWorkspace(directory, (error) => defects.push(error));
  expect(await keptContents(second.workspace.cache)).toStrictEqual({ keptBytes: 2 * 'picture '.length + looked.length + other.length, limitBytes: 5e9 });
  await second.close();
  expect(defects).toStrictEqual([]);
});
