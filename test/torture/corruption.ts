import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { openBlobStore } from '../../electron/blobs/openBlobStore.ts';
import type { Cache } from '../../electron/cache/cache.ts';
import { openCache } from '../../electron/cache/openCache.ts';
import { dataDirectoryAt } from '../../electron/workspace/dataDirectory.ts';
import { exportOutbox } from '../../electron/workspace/exportOutbox.ts';
import { collectBytes } from '../../electron/workspace/collectBytes.ts';
import { FailureError, unwrap, type Result } from '../../shared/errors/result.ts';
import { mediaIdentifier } from '../../shared/fhir/capturedMedia.ts';
import { mediaSchema, type Media } from '../../shared/fhir/resources.ts';
import { canonicalMedia } from '../../shared/sync/canonicalMedia.ts';
import type { StoredResource } from '../../shared/sync/ports.ts';
import { pick, seededRandom } from '../support/seededRandom.ts';
import { page, testPatient } from '../support/testCache.ts';
import { testKeys } from '../support/testWorkspace.ts';
import type { Figure, Scenario, ScenarioOptions } from './scenario.ts';

const pulledMedia = 120;
const captures = 10;

/** One bit of the data directory is another. */
export const corruption: Scenario = {
  title: 'one bit flipped in the database, its log or a blob',
  unit: 'flips',
  full: 300,
  short: 9,
  run,
};

/** What must come out of the directory whatever bit was flipped. */
interface Prepared {
  readonly directory: string;
  readonly works: ReadonlyMap<string, { readonly media: Media; readonly bytes: Buffer }>;
}

const targets = ['database', 'log', 'blobs'] as const;
type Target = (typeof targets)[number];

async function run({ seed, runs, say }: ScenarioOptions): Promise<readonly Figure[]> {
  const random = seededRandom(seed);
  const root = await mkdtemp(join(tmpdir(), 'lightbox-torture-'));
  const counts = { detected: 0, original: 0, exported: 0, wanted: 0 };
  const flips: Record<Target, number> = { 'database': 0, 'log': 0, 'blobs': 0 };
  try {
    const clean = await prepare(join(root, 'clean'));
    const cut = await withLog(clean, join(root, 'cut'));
    const untouched = await inspect(clean.directory);
    if (untouched !== undefined) say(`before any flip: ${untouched}`);
    for (let index = 0; index < runs; index += 1) {
      const target = targets[index % targets.length] ?? 'database';
      const from = target === 'log' ? cut : clean;
      const directory = join(root, 'flipped');
      await cp(from.directory, directory, { recursive: true });
      const { file, at, bytes } = await flip(directory, target, random);
      flips[target] += 1;
      const where = `${relative(directory, file)} byte ${String(at)}`;

      const found = await inspect(directory);
      if (found !== undefined) counts.detected += 1;
      else say(`not detected: ${where}`);
      if (await isKept(directory, file, bytes, found)) counts.original += 1;
      else say(`not kept: ${where} (${found ?? 'nothing found'})`);
      const { exported, wanted } = await exportedWorks(directory, join(root, 'export'), from);
      if (exported < wanted) say(`not exported: ${where}: ${String(exported)} of ${String(wanted)}`);
      counts.exported += exported;
      counts.wanted += wanted;
      for (const folder of [directory, join(root, 'export')]) await rm(folder, { recursive: true, force: true });
      if ((index + 1) % 100 === 0) say(`${String(index + 1)} flips`);
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  return [
    ...targets.map((target) => ({ name: `flips: ${target}`, value: flips[target] })),
    { name: 'detected', value: counts.detected, wanted: { exactly: runs } },
    { name: 'original kept', value: counts.original, wanted: { exactly: runs } },
    { name: 'unproven work exported whole', value: counts.exported, wanted: { exactly: counts.wanted } },
  ];
}

const keys = testKeys();

function open(directory: string): Promise<Result<Cache>> {
  return openCache({
    file: dataDirectoryAt(directory).database, key: keys.key('database'), highWaterKey: keys.key('high-water-mark'),
    workerEntry: join(import.meta.dirname, '../../electron/cache/cacheWorker.ts'),
  });
}

async function prepare(directory: string): Promise<Prepared> {
  const cache = unwrap(await open(directory));
  const blobs = unwrap(await openBlobStore({ directory: dataDirectoryAt(directory).blobs, key: keys.key('blobs') }));
  await cache.applyPage(page({ patients: [testPatient], media: Array.from({ length: pulledMedia }, (_, index) => pulled(index)) }));
  const [patient] = await cache.patientsToPull();
  if (!patient) throw new Error('no patient');
  const works = new Map<string, { readonly media: Media; readonly bytes: Buffer }>();
  for (let index = 0; index < captures; index += 1) {
    const [id, bytes] = [randomUUID(), randomBytes(3_000 + index * 15_000)];
    const content = unwrap(await blobs.write(bytes));
    const media: Media = {
      resourceType: 'Media', status: 'completed', identifier: [mediaIdentifier(id)], subject: { reference: 'Patient/p1' }, note: [{ id: `n${String(index)}`, text: 'seen '.repeat(index * 40 + 1) }],
      content: { contentType: 'image/jpeg', size: bytes.byteLength, hash: createHash('sha1').update(bytes).digest('base64') },
    };
    unwrap(await cache.recordCapture({ id, patientId: patient.patientId, media, at: Date.now(), content, thumbnailSha256: null }));
    works.set(id, { media, bytes });
  }
  blobs.close();
  await cache.close();
  return { directory, works };
}

function pulled(index: number): StoredResource<Media> {
  const id = `m${String(index)}`;
  return {
    versionId: '1',
    resource: {
      resourceType: 'Media', id, meta: { lastUpdated: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString() }, status: 'completed', subject: { reference: 'Patient/p1' },
      content: { contentType: 'image/jpeg', url: `Binary/${id}` }, note: [{ text: 'x'.repeat(500) }],
    },
  };
}

/** The same directory as a power cut leaves it: what was pulled last stands in the log alone. */
async function withLog({ directory, works }: Prepared, target: string): Promise<Prepared> {
  const cache = unwrap(await open(directory));
  for (let round = 0; round < 6; round += 1) await cache.applyPage(page({ media: Array.from({ length: 5 }, (_, index) => pulled(1000 + round * 10 + index)) }));
  await cp(directory, target, { recursive: true });
  await cache.close();
  return { directory: target, works };
}

async function flip(directory: string, target: Target, random: () => number): Promise<{ readonly file: string; readonly at: number; readonly bytes: Buffer }> {
  const { database, blobs } = dataDirectoryAt(directory);
  const file = target === 'database' ? database : target === 'log' ? `${database}-wal` : pick(random, await blobFiles(blobs));
  const bytes = await readFile(file);
  const at = Math.floor(random() * bytes.byteLength);
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << Math.floor(random() * 8)), at);
  await writeFile(file, bytes);
  return { file, at, bytes };
}

async function blobFiles(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).toSorted();
}

/** As opening and `verify` do it. @returns what they say; undefined: all is well. */
async function inspect(directory: string): Promise<string | undefined> {
  const cache = await open(directory);
  if (!cache.ok) return cache.error.code;
  const blobs = unwrap(await openBlobStore({ directory: dataDirectoryAt(directory).blobs, key: keys.key('blobs') }));
  try {
    const findings = [...(await cache.value.verify())];
    for await (const sha256 of blobs.list()) {
      try {
        await collectBytes(blobs.read(sha256));
      } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        findings.push(`${sha256}: ${error.failure.code}`);
      }
    }
    return findings[0];
  } finally {
    blobs.close();
    await cache.value.close();
  }
}

/** The flipped file stands where it stood, or a copy of it does; of a database that opens, that the damage is still found. */
async function isKept(directory: string, file: string, bytes: Buffer, found: string | undefined): Promise<boolean> {
  const same = async (path: string) => readFile(path).then((now) => now.equals(bytes), () => false);
  if (await same(file)) return true;
  for (const name of await readdir(directory)) if (name.includes('.damaged-') && (await same(join(directory, name)))) return true;
  return file === dataDirectoryAt(directory).database && found !== undefined && (await inspect(directory)) !== undefined;
}

async function exportedWorks(directory: string, target: string, { works }: Prepared): Promise<{ readonly exported: number; readonly wanted: number }> {
  const { works: written } = unwrap(await exportOutbox({ dataDirectory: directory, keys: testKeys(), target }));
  let exported = 0;
  for (const [mediaId, { media, bytes }] of works) {
    const work = written.find((candidate) => candidate.mediaId === mediaId);
    if (!work?.content?.whole) continue;
    const held = mediaSchema.parse(JSON.parse(await readFile(join(target, work.media), 'utf8')));
    if (canonicalMedia(held) === canonicalMedia(media) && (await readFile(join(target, work.content.file))).equals(bytes)) exported += 1;
  }
  return { exported, wanted: works.size };
}
