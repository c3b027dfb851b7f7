import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openBlobStore } from '../../electron/blobs/openBlobStore.ts';
import type { Cache } from '../../electron/cache/cache.ts';
import { openCache } from '../../electron/cache/openCache.ts';
import { createSyncEngine, type SyncEngine } from '../../electron/sync/syncEngine.ts';
import { collectBytes } from '../../electron/workspace/collectBytes.ts';
import { attempt, unwrap, type Result } from '../../shared/errors/result.ts';
import { mediaIdentifier } from '../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import type { BlobStore } from '../../shared/sync/ports.ts';
import { FakeChart } from '../support/fakeChart.ts';
import { makeSmallDisk, smallDisksCanBeMade, type SmallDisk } from '../support/smallDisk.ts';
import { databaseIn, databaseKey, highWaterKey } from '../support/testCache.ts';
import type { Figure, Scenario, ScenarioOptions } from './scenario.ts';

const pageBytes = 4096;
const megabyte = 1024 * 1024;
const mostRounds = 200;
const enoughMegabytes = 48;
/** What the cache wants to see free before it records anything; a disk that is honest about its room is larger by this. */
const headroomMegabytes = 4;

/** The disk ends at one write after the other: of the database, its log, the mark beside it, the blobs. */
export const diskFull: Scenario = {
  title: 'the disk is full at one write after the other',
  unit: 'sizes of the disk',
  full: 600,
  short: 4,
  run,
};

const countNames = ['refused', 'acknowledged', 'acknowledged and not there', 'other failures than a full disk', 'not done when there was room', 'findings of verify', 'duplicates in the chart'] as const;
type Counts = Record<(typeof countNames)[number], number>;

async function run({ runs, say }: ScenarioOptions): Promise<readonly Figure[]> {
  if (!smallDisksCanBeMade) {
    say('no small disk can be made here');
    return [];
  }
  const counts = noCounts();
  const pages = await pagesNeeded(say);
  const steps = Math.min(runs, pages);
  for (let step = 0; step < steps; step += 1) {
    const size = ((1 + Math.floor((step * pages) / steps)) * pageBytes) / megabyte;
    await onDisk(size, (disk) => workOn(disk, 'careless', counts, say));
    // An honest disk is refused earlier, and as a whole.
    if (step % 10 === 0) await onDisk(size + headroomMegabytes, (disk) => workOn(disk, 'honest', counts, say));
    if ((step + 1) % 100 === 0) say(`${String(step + 1)} sizes`);
  }
  return [
    { name: 'pages of 4 KiB the work needs', value: pages },
    ...countNames.map((name): Figure => ({ name, value: counts[name], wanted: name === 'refused' || name === 'acknowledged' ? { atLeast: 1 } : { exactly: 0 } })),
  ];
}

/** What the work takes on a roomy disk, and then more until nothing is refused: while it goes on it takes more than in the end. */
async function pagesNeeded(say: ScenarioOptions['say']): Promise<number> {
  for (let pages = await pagesTaken(say); ; pages = Math.ceil(pages * 1.1)) {
    const counts = noCounts();
    await onDisk((pages * pageBytes) / megabyte, (disk) => workOn(disk, 'careless', counts, say));
    if (counts.refused === 0) return pages;
  }
}

async function pagesTaken(say: ScenarioOptions['say']): Promise<number> {
  return onDisk(enoughMegabytes, async (disk) => {
    await workOn(disk, 'careless', noCounts(), say);
    const { blocks, bfree, bsize } = await statfs(disk.directory);
    return Math.ceil(((blocks - bfree) * bsize) / pageBytes);
  });
}

function noCounts(): Counts {
  return Object.fromEntries(countNames.map((name) => [name, 0])) as Counts;
}

async function onDisk<Value>(megabytes: number, work: (disk: SmallDisk) => Promise<Value>): Promise<Value> {
  const disk = makeSmallDisk(megabytes);
  try {
    return await work(disk);
  } finally {
    disk.remove();
  }
}

interface Desk {
  readonly cache: Cache;
  readonly blobs: BlobStore & { readonly close: () => void };
  readonly engine: SyncEngine;
}

/** One day's work in order; each piece answers what must be there afterwards. */
class Work {
  readonly chart = new FakeChart({ pageSize: 10 });
  readonly promised: ((desk: Desk) => Promise<boolean>)[] = [];
  #ids: string[] = [];

  constructor() {
    this.chart.addPatient('p1');
  }

  readonly pieces: readonly ((desk: Desk) => Promise<Result<unknown>>)[] = [
    ({ engine }) => this.#sync(engine),
    (desk) => this.#capture(desk, 9_000),
    ({ cache }) => this.#setting(cache, 'one'),
    (desk) => this.#edit(desk, 'first', 300),
    (desk) => this.#capture(desk, 200_000),
    ({ engine }) => this.#sync(engine),
    (desk) => this.#edit(desk, 'second', 60_000),
    (desk) => this.#capture(desk, 70_000),
    ({ cache }) => this.#setting(cache, 'two'),
    ({ engine }) => this.#sync(engine),
  ];

  /** Somebody else's work, to be pulled in between. */
  async fillChart(): Promise<void> {
    for (let index = 0; index < 25; index += 1) {
      const identifier = { system: 'urn:test', value: String(index) };
      const media: Media = { resourceType: 'Media', status: 'completed', identifier: [identifier], subject: { reference: 'Patient/p1' }, content: { contentType: 'image/gif', data: 'R0lGODlh' }, note: [{ text: 'x'.repeat(2_000) }] };
      unwrap(await this.chart.createMedia(media, identifier, new AbortController().signal));
    }
  }

  async #capture({ cache, blobs }: Desk, size: number): Promise<Result<unknown>> {
    const [patient] = await cache.patientsToPull();
    if (!patient) return { ok: false, error: { code: 'local.disk-full', detail: 'no patient yet' } };
    const [id, bytes] = [randomUUID(), randomBytes(size)];
    const content = await blobs.write(bytes);
    if (!content.ok) return content;
    const hash = createHash('sha1').update(bytes).digest('base64');
    const media: Media = { resourceType: 'Media', status: 'completed', identifier: [mediaIdentifier(id)], subject: { reference: 'Patient/p1' }, content: { contentType: 'image/jpeg', size, hash } };
    const saved = await cache.recordCapture({ id, patientId: patient.patientId, media, at: Date.now(), content: content.value, thumbnailSha256: null });
    if (!saved.ok) return saved;
    this.#ids.push(id);
    this.promised.push(async (desk) => {
      const record = await desk.cache.media(id);
      return record?.contentSha256 === content.value.sha256 && bytes.equals(await collectBytes(desk.blobs.read(content.value.sha256)));
    });
    return saved;
  }

  async #edit({ cache }: Desk, name: string, size: number): Promise<Result<unknown>> {
    const mediaId = this.#ids[0];
    if (mediaId === undefined) return { ok: false, error: { code: 'local.disk-full', detail: 'nothing captured yet' } };
    const rows = await cache.mediaRows(mediaId);
    if (!rows) return { ok: false, error: { code: 'local.not-found' } };
    const note = [...(rows.record.current.note ?? []), { id: name, text: 'y'.repeat(size) }];
    const saved = await cache.recordUpdate({ mediaId, expectedRevision: rows.revision, media: { ...rows.record.current, note }, at: Date.now() });
    if (saved.ok) this.promised.push(async (desk) => (await desk.cache.media(mediaId))?.current.note?.some(({ id }) => id === name) === true);
    return saved;
  }

  async #setting(cache: Cache, name: string): Promise<Result<unknown>> {
    const saved = await attempt(() => cache.saveSetting(name, name));
    if (saved.ok) this.promised.push(async (desk) => (await desk.cache.setting(name)) === name);
    return saved;
  }

  async #sync(engine: SyncEngine): Promise<Result<unknown>> {
    await engine.runUntilIdle();
    const { failure } = engine.status();
    return failure ? { ok: false, error: failure } : { ok: true, value: undefined };
  }
}

async function workOn(disk: SmallDisk, worker: 'careless' | 'honest', counts: Counts, say: ScenarioOptions['say']): Promise<void> {
  const directory = join(disk.directory, 'data');
  const work = new Work();
  await work.fillChart();
  const note = (result: Result<unknown>): boolean => {
    if (result.ok) counts.acknowledged += 1;
    else if (result.error.code === 'local.disk-full') counts.refused += 1;
    else {
      counts['other failures than a full disk'] += 1;
      say(`${result.error.code} ${result.error.detail ?? ''}`);
    }
    return result.ok;
  };
  let desk: Result<Desk> = await openDesk(directory, worker, work.chart);
  if (!desk.ok) note(desk);
  else for (const piece of work.pieces) note(await attemptResult(() => piece(unwrap(desk))));

  disk.grow(enoughMegabytes);
  // The same process goes on; only one that could not even begin begins again.
  if (!desk.ok) desk = await openDesk(directory, worker, work.chart);
  if (!desk.ok) {
    counts['not done when there was room'] += 1;
    say(`not opened when there was room: ${desk.error.code}`);
    return;
  }
  for (const piece of work.pieces) {
    const done = await attemptResult(() => piece(unwrap(desk)));
    if (done.ok) continue;
    counts['not done when there was room'] += 1;
    say(`with room again: ${done.error.code} ${done.error.detail ?? ''}`);
  }
  await closeDesk(desk.value);

  const again = unwrap(await openDesk(directory, worker, work.chart));
  const unsettled = async () => (await again.cache.outbox()).filter(({ state }) => state !== 'confirmed');
  // What failed a moment ago has its pause.
  for (let round = 0; round < mostRounds && (round === 0 || (await unsettled()).length > 0); round += 1) {
    await again.engine.runUntilIdle();
    await pause(20);
  }
  for (const isThere of work.promised) if (!(await isThere(again))) counts['acknowledged and not there'] += 1;
  counts['findings of verify'] += (await again.cache.verify()).length;
  for (const { operation, state, failure, attempts } of await unsettled()) {
    counts['not done when there was room'] += 1;
    say(`still ${operation} ${state} after ${String(attempts)} attempts: ${failure?.code ?? ''} ${failure?.detail ?? ''}`);
  }
  await closeDesk(again);
  const identifiers = [...work.chart.media.values()].flatMap(({ resource }) => resource.identifier ?? []).map(({ value }) => value);
  counts['duplicates in the chart'] += identifiers.length - new Set(identifiers).size;
}

/** What is thrown of the storage is a refusal like any other. */
async function attemptResult(piece: () => Promise<Result<unknown>>): Promise<Result<unknown>> {
  const answer = await attempt(piece);
  return answer.ok ? answer.value : answer;
}

async function openDesk(directory: string, worker: 'careless' | 'honest', chart: FakeChart): Promise<Result<Desk>> {
  const blobs = await openBlobStore({ directory: join(directory, 'blobs'), key: databaseKey });
  if (!blobs.ok) return blobs;
  const entry = worker === 'honest' ? '../../electron/cache/cacheWorker.ts' : '../support/children/carelessCacheWorker.ts';
  const cache = await openCache({ file: databaseIn(directory), key: databaseKey, highWaterKey, workerEntry: join(import.meta.dirname, entry) });
  if (!cache.ok) return cache;
  const engine = createSyncEngine({ chart, store: cache.value, blobs: blobs.value, onChange: () => undefined, random: () => 0 });
  return { ok: true, value: { cache: cache.value, blobs: blobs.value, engine } };
}

async function closeDesk({ cache, blobs, engine }: Desk): Promise<void> {
  await engine.stop();
  blobs.close();
  await cache.close();
}
