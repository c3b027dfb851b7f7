import { createHash, randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBlobStore } from '../../../electron/blobs/openBlobStore.ts';
import { keepBytesApart } from '../../../electron/sync/keepBytesApart.ts';
import { sweepBlobs } from '../../../electron/workspace/sweepBlobs.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { bytesApart, hashesApart } from '../../../shared/fhir/bytesApart.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { canonicalMedia } from '../../../shared/sync/canonicalMedia.ts';
import type { BlobStore } from '../../../shared/sync/ports.ts';
import { FakeChart } from '../../support/fakeChart.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { mustOpen, page } from '../../support/testCache.ts';

const { signal } = new AbortController();
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('base64');
const withContent = (content: Media['content']): Media => ({ resourceType: 'Media', status: 'completed', content });

/** A real store that counts what is written to it, and a chart as it is and as the engine sees it. */
async function scene() {
  const store = unwrap(await openBlobStore({ directory: await temporaryDirectory(), key: new Uint8Array(32).fill(7) }));
  let writes = 0;
  const blobs: BlobStore = {
    write: (...input) => {
      writes += 1;
      return store.write(...input);
    },
    has: (id) => store.has(id), read: (...input) => store.read(...input), size: (id) => store.size(id), remove: (id) => store.remove(id),
    list: () => store.list(), evict: (...input) => store.evict(...input), kept: (key) => store.kept(key), forgetKept: (key) => store.forgetKept(key),
  };
  const raw = new FakeChart();
  const put = async (media: Media) => {
    const identifier = { system: 'urn:test', value: randomUUID() };
    return unwrap(await raw.createMedia({ ...media, identifier: [identifier] }, identifier, signal)).resource;
  };
  return { blobs, raw, put, chart: keepBytesApart(raw, blobs), writes: () => writes };
}

describe('bytes that stand inside a Media', () => {
  it('are written once, however often a scan brings them', async () => {
    const { chart, put, writes } = await scene();
    const bytes = randomBytes(300_000);
    for (let copy = 0; copy < 3; copy += 1) await put(withContent({ contentType: 'image/png', data: bytes.toString('base64') }));
    for (let scan = 0; scan < 4; scan += 1) {
      const { resources } = unwrap(await chart.search({ resourceType: 'Media' }, signal));
      expect(resources).toHaveLength(3);
      expect(JSON.stringify(resources).length).toBeLessThan(2_000);
    }
    expect(writes()).toBe(1);
  });

  it('go back as they came: the text, the order of the elements, the pages', async () => {
    const { blobs, chart, put, raw } = await scene();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ bytes: fc.uint8Array({ maxLength: 200 }), every: fc.integer({ min: 0, max: 20 }), first: fc.boolean() }), { minLength: 1, maxLength: 4 }),
        async ([content, ...pages]) => {
          const written = (part: typeof content) => {
            const text = Buffer.from(part?.bytes ?? []).toString('base64');
            const data = part?.every ? text.replace(new RegExp(`(.{${String(part.every)}})`, 'g'), '$1 \n') : text;
            return part?.first ? { data, contentType: 'image/png', 'x-odd': { data: 'not base64' } } : { contentType: 'image/png', title: 'A', data, size: part?.bytes.byteLength ?? 0 };
          };
          const held = await put(withContent({ ...written(content), ...(pages.length > 0 && { contained: pages.map(written) }) }));
          const seen = unwrap(await chart.readMedia(held.id, signal)).resource;
          expect(bytesApart(seen.content)?.bytes).toBe(sha256(content?.bytes ?? new Uint8Array()));
          expect(await blobs.has(bytesApart(seen.content)?.bytes ?? '')).toBe(true);
          unwrap(await chart.updateMedia({ ...seen, note: [{ text: 'seen' }] }, undefined, signal));
          const after = raw.media.get(held.id)?.resource;
          expect(JSON.stringify(after?.content)).toBe(JSON.stringify(held.content));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('count as the same however their base64 is written, and as others when they are others', async () => {
    const { chart, put } = await scene();
    const [plain, spaced, other] = await Promise.all(['R0lGODlh', 'R0lG ODlh', 'R0lGODlj'].map(async (data) => {
      const { id } = await put(withContent({ contentType: 'image/gif', data }));
      const { identifier: _identifier, ...media } = unwrap(await chart.readMedia(id, signal)).resource;
      return canonicalMedia(media);
    }));
    expect(spaced).toBe(plain);
    expect(other).not.toBe(plain);
  });

  it.each([
    ['whose hash is another', { hash: sha1(Buffer.from('other')) }],
    ['whose size is another', { size: 7 }],
  ])('%s stay where they are and are stored under no name', async (_case, more) => {
    const { chart, put, writes } = await scene();
    const { id, content } = await put(withContent({ contentType: 'image/gif', data: 'R0lGODlh', ...more }));
    expect(unwrap(await chart.readMedia(id, signal)).resource.content).toStrictEqual(content);
    expect(writes()).toBe(0);
  });

  it('are never fetched from here by a chart that names them', async () => {
    const { blobs, chart, put, raw } = await scene();
    const { sha256: ofSomebodyElse } = unwrap(await blobs.write(Buffer.from('a picture of another patient')));
    const named = { contentType: 'image/gif', _data: { id: `bytes-apart:${ofSomebodyElse}` } };
    const { id } = await put(withContent({ ...named, contained: [named] }));
    const seen = unwrap(await chart.readMedia(id, signal)).resource;
    expect(hashesApart(JSON.stringify(seen))).toStrictEqual([]);
    unwrap(await chart.updateMedia({ ...seen, note: [{ text: 'seen' }] }, undefined, signal));
    expect(JSON.stringify(raw.media.get(id)?.resource)).not.toContain('"data"');
  });

  it('that cannot be read here any more are not sent as nothing', async () => {
    const { blobs, chart, put, raw } = await scene();
    const { id } = await put(withContent({ contentType: 'image/gif', data: 'R0lGODlh' }));
    const seen = unwrap(await chart.readMedia(id, signal)).resource;
    await blobs.remove(bytesApart(seen.content)?.bytes ?? '');
    expect(await chart.updateMedia({ ...seen, note: [{ text: 'seen' }] }, undefined, signal)).toMatchObject({ ok: false, error: { code: 'local.blob-missing' } });
    expect(raw.requests).not.toContain('updateMedia');
  });

  it('and their pages outlive the sweep of what no row names', async () => {
    const { blobs, chart, put } = await scene();
    const pages = [1, 2, 3].map((index) => ({ contentType: 'image/gif', data: `R0lG ODl${String(index)}` }));
    const { id } = await put(withContent({ contentType: 'image/gif', data: 'R0lG ODlh', contained: pages }));
    const stored = unwrap(await chart.readMedia(id, signal));
    unwrap(await blobs.write(Buffer.from('nobody names this')));
    const cache = await mustOpen(await temporaryDirectory());
    await cache.applyPage(page({ media: [stored] }));
    await sweepBlobs({ cache, blobs });
    await cache.close();
    let left = 0;
    for await (const _ of blobs.list()) left += 1;
    // Bytes and text of the content and of each page.
    expect(left).toBe(8);
    expect(unwrap(await chart.updateMedia({ ...stored.resource, note: [{ text: 'seen' }] }, undefined, signal)).resource.note).toStrictEqual([{ text: 'seen' }]);
  });
});
