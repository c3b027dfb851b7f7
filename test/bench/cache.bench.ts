import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { openCache } from '../../electron/cache/openCache.ts';
import type { Media, Patient } from '../../shared/fhir/resources.ts';
import { medianMicroseconds } from './measure.ts';

/**
 * What the cache costs: the same Media through the whole cache (worker thread, encryption, search index, views) and into one plain
 * better-sqlite3 table with the same durability, in the same run. The difference is the price of what the cache does more.
 */
const pages = 30;
const perPage = 100;
const reads = 300;

const folder = mkdtempSync(join(tmpdir(), 'lightbox-bench-'));
const workerEntry = fileURLToPath(new URL('../../electron/cache/cacheWorker.ts', import.meta.url));
const opened = await openCache({ file: join(folder, 'cache.db'), key: randomBytes(32), highWaterKey: randomBytes(32), workerEntry });
if (!opened.ok) throw new Error(opened.error.code);
const cache = opened.value;

const plain = new Database(join(folder, 'plain.db'));
plain.pragma('journal_mode=WAL');
plain.pragma('synchronous=FULL');
plain.exec('CREATE TABLE media (id TEXT PRIMARY KEY, patient TEXT, taken TEXT, current TEXT) STRICT; CREATE INDEX of_patient ON media (patient, taken DESC)');
const insert = plain.prepare('INSERT INTO media VALUES (?, ?, ?, ?)');
const insertPage = plain.transaction((page: readonly (Media & { readonly id: string })[]) => {
  for (const media of page) insert.run(media.id, media.subject?.reference, media.createdDateTime, JSON.stringify(media));
});

const patients = Array.from({ length: 60 }, (_, index): Patient & { readonly id: string } => ({
  resourceType: 'Patient', id: `p${String(index)}`, name: [{ family: `Family${String(index)}`, given: ['Given'] }], gender: 'unknown', birthDate: '1970-01-01',
}));
const made = Array.from({ length: (pages + 1) * perPage }, (_, index) => media(index));
const pageOf = (run: number) => made.slice(run * perPage, (run + 1) * perPage);
const scope = { scope: 'bench', cursor: undefined };
await cache.applyPage({ ...scope, patients, media: [] });

const cacheInsert = await medianMicroseconds(pages, (run) =>
  cache.applyPage({ ...scope, patients: [], media: pageOf(run).map((resource) => ({ stored: { resource, versionId: '1' }, inlineContent: null, deviations: [] })) }));
const plainInsert = await medianMicroseconds(pages, (run) => { insertPage(pageOf(run)); });

const cacheIds = await cache.mediaIds();
const [somebody] = await cache.patients('');
if (somebody === undefined) throw new Error('no patient');
const pick = <Item>(list: readonly Item[], run: number) => list[(run * 7919) % list.length] as Item;

const cacheRead = await medianMicroseconds(reads, (run) => cache.mediaView(pick(cacheIds, run)));
const read = plain.prepare('SELECT current FROM media WHERE id = ?').pluck();
const plainRead = await medianMicroseconds(reads, (run) => JSON.parse(String(read.get(pick(made, run).id))) as unknown);

const cacheList = await medianMicroseconds(reads, () => cache.mediaOfPatient(somebody.id));
const list = plain.prepare('SELECT current FROM media WHERE patient = ? ORDER BY taken DESC').pluck();
const plainList = await medianMicroseconds(reads, () => list.all('Patient/p0').map((text) => JSON.parse(String(text)) as unknown));

await cache.close();
plain.close();
rmSync(folder, { recursive: true, force: true });

const row = (what: string, cacheTime: number, plainTime: number) =>
  console.log(`| ${what} | ${cacheTime.toFixed(0)} | ${plainTime.toFixed(0)} | ${(cacheTime / plainTime).toFixed(1)} |`);
console.log(`${String(made.length)} Media of about ${String(JSON.stringify(made[0]).length)} bytes, ${String(patients.length)} patients; median microseconds\n`);
console.log('| | cache | plain table | times |\n|---|---|---|---|');
row(`insert a page of ${String(perPage)}`, cacheInsert, plainInsert);
row('read one', cacheRead, plainRead);
row(`list a patient's ${String(Math.ceil(made.length / patients.length))}`, cacheList, plainList);

function media(index: number): Media & { readonly id: string } {
  return {
    resourceType: 'Media', id: randomUUID(), status: 'completed', subject: { reference: `Patient/p${String(index % 60)}` },
    createdDateTime: new Date(Date.UTC(2026, 0, 1) + index * 3_600_000).toISOString(), bodySite: { text: 'Left lower leg' },
    modality: { coding: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'XC', display: 'External-camera Photography' }] },
    content: { contentType: 'image/jpeg', url: `Binary/${String(index)}`, size: 1_000_000, hash: 'A'.repeat(28), title: `Picture ${String(index)}` },
    note: [{ authorString: 'Bench', time: '2026-01-01T00:00:00Z', text: 'granulation tissue, '.repeat(60) }],
  };
}
