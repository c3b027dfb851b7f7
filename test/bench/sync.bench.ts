import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBlobStore } from '../../electron/blobs/openBlobStore.ts';
import { migrations } from '../../electron/cache/migrations/migrations.ts';
import { openCache } from '../../electron/cache/openCache.ts';
import { openFhirChart } from '../../electron/ehr/openFhirChart.ts';
import { migrate } from '../../electron/sqlite/migrate.ts';
import { openEncrypted } from '../../electron/sqlite/openEncrypted.ts';
import { createSyncEngine } from '../../electron/sync/syncEngine.ts';
import { unwrap } from '../../shared/errors/result.ts';
import { benchMedia, startFilledMediaServer } from './filledMediaServer.ts';

const perPatient = 100;
const rawPage = 500;

console.log('| first pull | rows a second | raw inserts a second | times | with the search index raw | times |\n|---|---|---|---|---|---|');
for (const media of (process.env['LIGHTBOX_BENCH_PULL'] ?? '10000,100000').split(',').map(Number)) await pull(media);

async function pull(media: number): Promise<void> {
  const patients = Math.max(1, media / perPatient);
  const server = await startFilledMediaServer({ patients, media });
  const folder = mkdtempSync(join(tmpdir(), 'lightbox-bench-'));
  const workerEntry = fileURLToPath(new URL('../../electron/cache/cacheWorker.ts', import.meta.url));
  const cache = unwrap(await openCache({ file: join(folder, 'cache.db'), key: randomBytes(32), highWaterKey: randomBytes(32), workerEntry }));
  const blobs = unwrap(await openBlobStore({ directory: join(folder, 'blobs'), key: randomBytes(32) }));
  const engine = createSyncEngine({ chart: unwrap(openFhirChart(server.connection)), store: cache, blobs, onChange: () => undefined });
  const started = performance.now();
  await engine.start();
  while ((await cache.counts()).media < media) await new Promise((resolve) => setTimeout(resolve, 50));
  const pulled = (media * 1000) / (performance.now() - started);
  await engine.stop();
  blobs.close();
  await cache.close();
  await server.stop();
  const [plain, indexed] = [rawInserts(join(folder, 'raw.db'), media, false), rawInserts(join(folder, 'indexed.db'), media, true)];
  rmSync(folder, { recursive: true, force: true });
  console.log(`| ${String(media)} | ${pulled.toFixed(0)} | ${plain.toFixed(0)} | ${(pulled / plain).toFixed(2)} | ${indexed.toFixed(0)} | ${(pulled / indexed).toFixed(2)} |`);
}

/** The same rows into the same encrypted tables with nothing around: one prepared statement, transactions of the size of a page. @returns rows a second. */
function rawInserts(file: string, media: number, withSearch: boolean): number {
  const database = openEncrypted({ file, key: randomBytes(32) });
  migrate(database, migrations);
  const rows = Array.from({ length: media }, (_, index) => ({ ...benchMedia(index, Math.max(1, media / perPatient)), id: `m${String(index)}`, meta: { versionId: '1', lastUpdated: new Date().toISOString() } }));
  const insert = database.prepare('INSERT INTO media (id, server_id, version_id, current, base, taken_at, proven_at) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const index = database.prepare('INSERT INTO media_search (rowid, title, body_site, modality, notes, device, reason, patient) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const started = performance.now();
  for (let from = 0; from < media; from += rawPage) {
    database.transaction(() => {
      for (const row of rows.slice(from, from + rawPage)) {
        const text = JSON.stringify(row);
        const { lastInsertRowid } = insert.run(row.id, row.id, '1', text, text, Date.parse(row.createdDateTime), 0);
        if (withSearch) index.run(lastInsertRowid, row.content.title, 'Left lower leg', 'External-camera Photography', row.note[0]?.text, '', '', 'Family1');
      }
    })();
  }
  const rate = (media * 1000) / (performance.now() - started);
  database.close();
  return rate;
}
