import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { pullChart } from '../../../electron/sync/pullChart.ts';
import { collectBytes } from '../../../electron/workspace/collectBytes.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { classifyFailure } from '../../../shared/sync/classifyFailure.ts';
import { idsOf, walk as walkByHand } from '../../integration/mediaServer/startTestServer.ts';
import { MemoryBlobs } from '../../support/memoryBlobs.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { openTestCache } from '../../support/testCache.ts';
import { create, draft, lightbox, post, signal, upload, walk, type PeerCase } from './peerCase.ts';

/** How answers look, how results are laid out in pages, and what is said when it is too much. */
export const answerCases = {
  'location-without-history': {
    looks: async (start) => /\/_history\//.test((await (await start()).post(draft(randomUUID()))).headers.get('location') ?? ''),
    plain: true,
    peer: false,
    lightbox: 'finds the id of what it sent',
    lives: async (start) => {
      const chart = lightbox(await start());
      const url = await upload(chart);
      expect(String(await collectBytes(unwrap(await chart.downloadBinary(url, signal)).bytes))).toBe('abc');
    },
  },
  'unknown-element-is-400': {
    looks: async (start) => (await (await start()).post({ ...draft(randomUUID()), frobnicated: true })).status,
    plain: 422,
    peer: 400,
    lightbox: 'names the element to the person who has to look',
    lives: async (start) => {
      const mediaId = randomUUID();
      const answer = await lightbox(await start()).createMedia({ ...draft(mediaId), frobnicated: true } as Media, mediaIdentifier(mediaId), signal);
      expect(answer).toMatchObject({ ok: false, error: { code: 'server.rejected', fields: [{ path: 'Media.frobnicated', message: 'structure' }] } });
    },
  },
  'outcome-carries-id': {
    looks: async (start) => {
      const server = await start();
      const stored = await server.request('Binary', { method: 'POST', body: 'abc', headers: { 'content-type': 'image/png', prefer: 'return=minimal' } });
      return [await stored.text(), await (await server.request('Media/never')).text()].map((text) => /^\{"resourceType":"OperationOutcome".*"id":"/.test(text));
    },
    plain: [false, false],
    peer: [true, true],
    lightbox: 'never takes that id for the one of its bytes, or of its picture',
    lives: async (start) => {
      const server = await start();
      const chart = lightbox(server);
      expect(await (await server.request(await upload(chart))).text()).toBe('abc');
      const { resource, versionId } = await create(chart);
      const updated = unwrap(await chart.updateMedia({ ...resource, deviceName: 'new' }, versionId, signal));
      expect(await server.read(`Media/${resource.id}`)).toStrictEqual(updated.resource);
    },
  },
  'page-size-capped': {
    looks: async (start) => {
      const server = await start();
      for (let count = 0; count < 25; count += 1) await post(server);
      // And the one that the patient had before.
      return idsOf(await server.search('Media?patient=demo-child&_count=1000')).length;
    },
    plain: 26,
    peer: 20,
    lightbox: 'goes on to the next page, and the one after it',
    lives: async (start) => {
      const chart = lightbox(await start());
      const made: string[] = [];
      for (let count = 0; count < 45; count += 1) made.push((await create(chart)).resource.id);
      expect(await walk(chart)).toStrictEqual(made);
    },
  },
  'offset-paging': {
    looks: async (start) => {
      const server = await start();
      const made: string[] = [];
      for (let count = 0; count < 25; count += 1) made.push(await post(server));
      const seen = await walkByHand(server, 'Media?patient=demo-child&_sort=_lastUpdated&_count=10', async (page) => {
        if (page > 0) return;
        for (const where of made.slice(0, 3)) await server.put({ ...(await server.read(where)), deviceName: 'changed' });
      });
      return made.filter((where) => !seen.includes(where.slice('Media/'.length))).length;
    },
    plain: 0,
    peer: 3,
    lightbox: 'misses nothing that stood still, nothing that moved, and counts nothing twice',
    lives: async (start) => {
      // In pages that are small enough for several.
      const chart = lightbox(await start({ peerQuirks: ['offset-paging', 'page-size-capped'] }));
      const made: Awaited<ReturnType<typeof create>>[] = [];
      for (let count = 0; count < 65; count += 1) made.push(await create(chart));
      const moving = made.slice(0, 12);
      const seen = await walk(chart, async () => {
        for (const { resource, versionId } of moving.splice(0, 4)) unwrap(await chart.updateMedia({ ...resource, deviceName: 'changed' }, versionId, signal));
      });
      const moved = made.slice(0, 12).map(({ resource }) => resource.id);
      const still = made.slice(12).map(({ resource }) => resource.id);
      expect(seen.filter((id) => still.includes(id))).toStrictEqual(still);
      // As they were, and again as they are by now.
      expect(seen.filter((id) => moved.includes(id))).toStrictEqual([...moved, ...moved]);
    },
  },
  'late-commits': {
    looks: async (start) => {
      const server = await start();
      const seen = new Set<string>();
      let newest = new Date(0).toISOString();
      const made = await writingMeanwhile(() => post(server), async () => {
        for (const { resource } of (await server.search(`Media?_sort=_lastUpdated&_count=200&_lastUpdated=gt${newest}`)).entry ?? []) {
          seen.add(`Media/${resource?.id ?? ''}`);
          newest = resource?.meta?.lastUpdated ?? newest;
        }
      });
      return made.some((where) => !seen.has(where));
    },
    plain: false,
    peer: true,
    lightbox: 'looks back far enough to miss none of what others write while it pulls',
    lives: async (start) => {
      const server = await start();
      const cache = unwrap(await openTestCache(await temporaryDirectory()));
      try {
        const context = { chart: lightbox(server), store: cache, blobs: new MemoryBlobs(), signal, onPage: () => undefined, now: Date.now };
        const pull = async () => unwrap(await pullChart(context));
        await pull();
        const made = await writingMeanwhile(() => post(server), pull);
        const records = await Promise.all((await cache.mediaIds()).map((id) => cache.media(id)));
        const known = new Set(records.map((record) => `Media/${record?.serverId ?? ''}`));
        expect(made.filter((where) => !known.has(where))).toStrictEqual([]);
      } finally {
        await cache.close();
      }
    },
  },
  'rate-limit-header-only': {
    looks: async (start) => {
      const answer = await overTheLimit(start);
      return [answer.status, answer.headers.get('retry-after'), answer.headers.get('ratelimit')];
    },
    plain: [429, '23', null],
    peer: [429, null, '"requests";r=59999;t=60, "fhirInteractions";r=0;t=23'],
    lightbox: 'waits as long as the policy asks that is used up, and asks nothing meanwhile',
    lives: async (start) => {
      let now = 1_800_000_000_000;
      const clock = () => now;
      const server = await start({ requestsPerMinute: 3, now: clock });
      const chart = lightbox(server, { now: clock });
      const made = await create(chart);
      now += 37_000;
      const read = () => chart.readMedia(made.resource.id, signal);
      for (let count = 0; count < 2; count += 1) unwrap(await read());
      const throttled = (retryAfterMilliseconds: number) => ({ ok: false, error: { code: 'server.throttled', retryAfterMilliseconds } });
      expect(await read()).toMatchObject(throttled(23_000));
      now += 3_000;
      // What is asked now would be refused by the server, too, but it is not asked: nobody is there.
      await server.close();
      expect(await read()).toMatchObject(throttled(20_000));
      expect(await upload(chart).catch((error: unknown) => error)).toMatchObject({ failure: { code: 'server.throttled' } });
      now += 20_000;
      expect(await read()).toMatchObject({ ok: false, error: { code: 'server.unreachable' } });
    },
  },
  'overload-is-400': {
    looks: async (start) => {
      const answer = await overTheLimit(start);
      return [answer.status, answer.headers.get('retry-after')];
    },
    plain: [429, '23'],
    peer: [400, null],
    lightbox: 'tries again by itself instead of laying it before a person',
    lives: async (start) => {
      let now = 1_800_000_000_000;
      const server = await start({ requestsPerMinute: 1, now: () => now });
      const chart = lightbox(server, { now: () => now });
      const made = await create(chart);
      const refused = await chart.readMedia(made.resource.id, signal);
      expect(refused).toMatchObject({ ok: false, error: { code: 'server.throttled' } });
      expect(refused.ok ? undefined : classifyFailure(refused.error)).toBe('retry');
      now += 60_000;
      unwrap(await chart.readMedia(made.resource.id, signal));
    },
  },
  'tokens-die-at-restart': {
    looks: async (start) => {
      const dataDirectory = await temporaryDirectory();
      const before = await start({ dataDirectory });
      await before.close();
      const after = await start({ dataDirectory });
      return (await after.request('Media', { headers: { authorization: `Bearer ${before.token}` } })).status;
    },
    plain: 200,
    peer: 401,
    lightbox: 'fetches another token and goes on, without a person',
    lives: async (start) => {
      const dataDirectory = await temporaryDirectory();
      const before = await start({ dataDirectory });
      const chart = lightbox(before);
      const made = await create(chart);
      await before.close();
      const after = await start({ dataDirectory });
      expect(after.baseUrl).toBe(before.baseUrl);
      const held = { ok: true, value: { resource: { id: made.resource.id } } };
      // A connection kept from before is the only thing that may still break.
      await expect.poll(() => chart.readMedia(made.resource.id, signal)).toMatchObject(held);
      expect(await create(chart)).toMatchObject({ created: true });
    },
  },
} satisfies Record<string, PeerCase>;

/** Eight write while somebody reads several times, and once more when all is written. @returns what the writes answered. */
async function writingMeanwhile(write: () => Promise<string>, read: () => Promise<void>): Promise<readonly string[]> {
  const made: string[] = [];
  let reading = true;
  const writer = async () => {
    for (let count = 0; reading && count < 50; count += 1) made.push(await write());
  };
  const writes = Promise.all(Array.from({ length: 8 }, writer));
  try {
    for (let count = 0; count < 6; count += 1) await read();
  } finally {
    reading = false;
    await writes;
  }
  await read();
  return made;
}

/** The answer to a request that is one too many, 23 s before the minute ends. */
async function overTheLimit(start: Parameters<PeerCase['looks']>[0]): Promise<Response> {
  let now = 1_800_000_000_000;
  const server = await start({ requestsPerMinute: 1, now: () => now });
  await server.request('Media');
  now += 37_000;
  return server.request('Media');
}
