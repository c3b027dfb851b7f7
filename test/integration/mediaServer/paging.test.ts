import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patient, startTestServer, walk, type TestServer } from './startTestServer.ts';

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
