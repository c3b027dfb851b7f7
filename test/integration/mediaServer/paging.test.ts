import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fhirJson, media, patient, startTestServer, walk, type TestServer } from './startTestServer.ts';

async function fill(server: TestServer, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `p${String(index)}`);
  await Promise.all(ids.map((id) => server.put({ ...patient, id })));
  return ids;
}

describe.each(['_lastUpdated', '-_lastUpdated'])('a walk in the order of %s', (sort) => {
  it('shows each once when nothing changes', async () => {
    const server = await startTestServer();
    const ids = await fill(server, 23);
    expect((await walk(server, `Patient?_sort=${sort}&_count=5`)).sort()).toEqual(ids.sort());
  });

  it('misses nothing that was there at its start while eight writers change, add and delete', async () => {
    const server = await startTestServer();
    const ids = await fill(server, 60);
    const doomed = new Set(ids.filter((_, index) => index % 10 === 0));
    let turn = 0;
    const seen = await walk(server, `Patient?_sort=${sort}&_count=7`, async (page) => {
      // Two rounds of writing between pages; then the walk may end.
      if (page > 16) return;
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          turn += 1;
          const id = `p${String((turn * 7) % 60)}`;
          if (doomed.has(id)) await server.request(`Patient/${id}`, { method: 'DELETE' });
          else await server.put({ ...patient, id });
          await server.put({ ...patient, id: `new${String(turn)}` });
        }),
      );
    });
    const kept = ids.filter((id) => !doomed.has(id));
    expect(kept.filter((id) => !seen.includes(id))).toEqual([]);
    const known = new Set([...ids, ...Array.from({ length: turn }, (_, index) => `new${String(index + 1)}`)]);
    expect(seen.filter((id) => !known.has(id))).toEqual([]);
  });

  it('misses nothing, whatever is written between its pages', async () => {
    const server = await startTestServer();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 5 }), { maxLength: 6 }),
        async (count, changes) => {
          const ids = await fill(server, 12);
          const seen = await walk(server, `Patient?_sort=${sort}&_count=${String(count)}`, async (page) => {
            for (const index of changes[page] ?? []) await server.put({ ...patient, id: `p${String(index)}` });
          });
          expect(ids.filter((id) => !seen.includes(id))).toEqual([]);
          // Newest first, each is shown once; oldest first, one that changed is shown again at its new place.
          expect(seen.length - new Set(seen).size).toBeLessThanOrEqual(sort.startsWith('-') ? 0 : changes.flat().length);
        },
      ),
      { numRuns: 25 },
    );
  });
});

it('a watermark of _lastUpdated misses nothing that eight writers write at the same time', async () => {
  const server = await startTestServer();
  const seen = new Set<string>();
  let watermark = '1970-01-01T00:00:00.000Z';
  let writing = true;
  const writers = Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let index = 0; index < 20; index += 1) await server.put({ ...patient, id: `w${String(writer)}-${String(index)}` });
    }),
  ).finally(() => {
    writing = false;
  });
  const pull = async () => {
    const bundle = await server.search(`Patient?_lastUpdated=gt${watermark}&_count=1000`);
    for (const { resource } of bundle.entry ?? []) {
      seen.add(String(resource?.id));
      watermark = resource?.meta?.lastUpdated ?? watermark;
    }
  };
  while (writing) await pull();
  await writers;
  await pull();
  expect(seen.size).toBe(160);
});

/** All 5,000: LIGHTBOX_PAGING=5000. */
const many = Number(process.env['LIGHTBOX_PAGING'] ?? 400);

it.each(['_lastUpdated', '-_lastUpdated', '-created,status'])('a walk over Media in the order of %s misses and invents nothing while eight writers never rest', async (sort) => {
  const server = await startTestServer({ requestsPerMinute: 10_000_000 });
  await server.put(patient);
  const ids = Array.from({ length: many }, (_, index) => `m${String(index)}`);
  const one = (id: string, turn: number) => ({ ...media, id, status: turn % 2 === 0 ? 'completed' : 'stopped', createdDateTime: `20${String(10 + (turn % 16))}-01-01`, frames: turn + 1 });
  for (let from = 0; from < many; from += 100) {
    const entry = ids.slice(from, from + 100).map((id, index) => ({ resource: one(id, index), request: { method: 'PUT', url: `Media/${id}` } }));
    expect((await server.request('', { method: 'POST', headers: fhirJson, body: JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }) })).status).toBe(200);
  }
  const added = new Set<string>();
  const state = { walking: true, turn: 0 };
  const writers = Promise.all(
    Array.from({ length: 8 }, async () => {
      while (state.walking) {
        state.turn += 1;
        const { turn } = state;
        const fresh = `new${String(turn)}`;
        if (turn % 3 === 0) added.add(fresh);
        await server.put(one(turn % 3 === 0 ? fresh : `m${String((turn * 7919) % many)}`, turn));
      }
    }),
  );
  // In the order of change the walk follows the writers, so it ends when they do.
  const pages = Math.ceil(many / 20) + 3;
  const seen = await walk(server, `Media?_sort=${sort}&_count=20`, async (page) => {
    if (page === pages) state.walking = false;
  });
  state.walking = false;
  await writers;
  const shown = new Set(seen);
  expect(ids.filter((id) => !shown.has(id))).toEqual([]);
  expect(seen.filter((id) => !ids.includes(id) && !added.has(id))).toEqual([]);
  if (!sort.startsWith('_')) expect(seen.length).toBe(shown.size);
});
