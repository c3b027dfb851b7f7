import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openFhirChart } from '../../electron/ehr/openFhirChart.ts';
import { unwrap } from '../../shared/errors/result.ts';
import { mediaIdentifier } from '../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import { canonicalMedia } from '../../shared/sync/canonicalMedia.ts';
import { startDemoMediaServer } from '../support/demoMediaServer.ts';
import { randomPlan } from '../support/faultServer/faultPlan.ts';
import { startFaultServer } from '../support/faultServer/startFaultServer.ts';
import { lightboxMedia } from '../support/lightboxMedia.ts';
import { LiveStation } from '../support/liveStation.ts';
import { readChart } from '../support/readChart.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { mustOpen } from '../support/testCache.ts';
import { planEdits, type PlannedEdit } from './planEdits.ts';
import type { Figure, Scenario, ScenarioOptions } from './scenario.ts';

const stationCount = 3;
const faultRate = 0.08;
/** After so many rounds of everybody's syncing, what is not alike never will be. */
const mostRounds = 40;

/** Three workstations capture and edit the same Media over a bad line. */
export const stations: Scenario = {
  title: 'three workstations, one chart, 8 % of all requests fail',
  unit: 'Media',
  full: 1_000,
  short: 15,
  run,
};

async function run({ seed, runs, say }: ScenarioOptions): Promise<readonly Figure[]> {
  const random = seededRandom(seed);
  const demo = await startDemoMediaServer();
  const faults = await startFaultServer(demo.server.baseUrl, randomPlan({ seed, rate: faultRate }));
  const directories = await Promise.all(Array.from({ length: stationCount }, () => mkdtemp(join(tmpdir(), 'lightbox-torture-'))));
  const connection = { ...demo.connection, baseUrl: faults.through(demo.connection.baseUrl) };
  const all = await Promise.all(directories.map(async (directory) => new LiveStation(await mustOpen(directory), unwrap(openFhirChart(connection, { idleMilliseconds: 2_000 })))));
  try {
    // Everybody syncs until all hold the same number of Media, with their bytes.
    const together = async (): Promise<void> => {
      for (let round = 0; round < mostRounds; round += 1) {
        await Promise.all(all.map((station) => station.settle()));
        const counts = await Promise.all(all.map(({ cache }) => cache.counts()));
        if (counts.every(({ media, contentMissing }) => media === counts[0]?.media && media >= runs && contentMissing === 0)) return;
        await pause(100);
        // A page that went astray is noticed when the chart is asked for all it holds.
        for (const station of all) station.anHourPasses();
      }
      say('not everybody has every Media with its bytes');
      for (const { cache, engine } of all) {
        const missing = await cache.mediaWithoutContent(10);
        for (const { id, current } of missing) say(`without its bytes: ${current.content.url ?? 'no url'} ${JSON.stringify(engine.contentFailure(id))}`);
      }
    };
    await Promise.all(all.map((station) => station.settle()));
    const captured: string[] = [];
    for (let index = 0; index < runs; index += 1) captured.push(await at(all, index % stationCount).capture(randomBytes(200 + Math.floor(random() * 2_000))));
    await together();
    say(`captured: ${String(faults.requests())} requests, ${String(faults.struck.length)} failed`);

    const ids = await Promise.all(all.map(idsByIdentifier));
    const edits = planEdits(captured, stationCount, random);
    for (const { identifier, station, change } of edits) await at(all, station).edit(must(at(ids, station).get(identifier)), change);
    await Promise.all(all.map((station) => station.settle()));
    say(`edited: ${String(faults.requests())} requests, ${String(faults.struck.length)} failed`);

    const found = await conflictsByIdentifier(all);
    const surprises = captured.filter((id) => (found.get(id) ?? 0) !== predictedConflicts(edits, id));
    for (const id of surprises) say(`conflicts of ${id}: ${String(found.get(id) ?? 0)}, the oracle says ${String(predictedConflicts(edits, id))}`);
    for (const station of all) await decide(station, random, say);
    await together();
    const struck = faults.struck.length;
    faults.follow(null);
    for (let round = 0; round < 2; round += 1) for (const station of all) await pullThrough(station);

    const chart = await lightboxMedia(demo.server, await readChart(demo.server));
    const texts = await Promise.all(all.map(contents));
    const held = hashOf(chart.everything.map((media): readonly [string, string] => [media.id ?? '', canonicalMedia(bytesApart(media))]));
    const notes = new Set(chart.everything.flatMap(({ note }) => note ?? []).map(({ id }) => id));
    for (const station of all) for (const { state, failure } of await station.settle()) say(`left: ${state} ${failure}`);
    return [
      { name: 'requests', value: faults.requests() },
      { name: 'faults', value: struck, wanted: { atLeast: 1 } },
      { name: 'edits', value: edits.length },
      { name: 'conflicts', value: [...found.values()].reduce((sum, count) => sum + count, 0), wanted: { exactly: captured.reduce((sum, id) => sum + predictedConflicts(edits, id), 0) } },
      { name: 'Media with other conflicts than the oracle says', value: surprises.length, wanted: { exactly: 0 } },
      { name: 'stations that hold what the chart holds', value: texts.filter((text) => hashOf(text) === held).length, wanted: { exactly: stationCount } },
      { name: 'Media in the chart, captured here', value: captured.filter((id) => chart.copies.get(id)?.length === 1).length, wanted: { exactly: runs } },
      { name: 'duplicates in the chart', value: [...chart.copies.values()].filter((copies) => copies.length > 1).length, wanted: { exactly: 0 } },
      { name: 'notes lost', value: edits.filter(({ note }) => note !== undefined && !notes.has(note)).length, wanted: { exactly: 0 } },
      { name: 'bytes missing', value: (await Promise.all(all.map(({ cache }) => cache.counts()))).reduce((sum, { contentMissing }) => sum + contentMissing, 0), wanted: { exactly: 0 } },
      { name: 'defects', value: all.flatMap(({ defects }) => defects).length, wanted: { exactly: 0 } },
    ];
  } finally {
    for (const station of all) for (const defect of station.defects) say(String(defect));
    for (const station of all) await station.close();
    await faults.close();
    await demo.close();
    for (const directory of directories) await rm(directory, { recursive: true, force: true });
  }
}

/** Syncs until a pull came to its end: one that was told to wait does not ask before, and has everything else settled. */
async function pullThrough(station: LiveStation): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) {
    await station.settle();
    const { failure } = station.engine.status();
    if (failure === null) return;
    await pause(failure.retryAfterMilliseconds ?? 50);
  }
}

/** Every value but the first that reaches the chart meets another one there. */
function predictedConflicts(edits: readonly PlannedEdit[], identifier: string): number {
  const byField = Map.groupBy(edits.filter((edit) => edit.identifier === identifier && edit.field !== undefined), ({ field }) => field);
  return [...byField.values()].reduce((sum, sameField) => sum + new Set(sameField.map(({ value }) => value)).size - 1, 0);
}

async function conflictsByIdentifier(all: readonly LiveStation[]): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const station of all) {
    const identifiers = new Map([...(await idsByIdentifier(station))].map(([identifier, mediaId]) => [mediaId, identifier]));
    for (const { resourceId: mediaId, state } of await station.cache.outbox()) {
      const identifier = identifiers.get(mediaId);
      if (state === 'conflict' && identifier !== undefined) found.set(identifier, (found.get(identifier) ?? 0) + 1);
    }
  }
  return found;
}

/** A person at one station decides what waits there, one way or the other. */
async function decide(station: LiveStation, random: () => number, say: ScenarioOptions['say']): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) {
    const left = await station.settle();
    if (left.length === 0) return;
    for (const { sequence, state } of left) {
      if (state === 'conflict') {
        const resolved = await station.engine.resolve(sequence, random() < 0.5 ? 'mine' : 'theirs');
        // The line is bad for people, too: they try again.
        if (!resolved.ok) await pause(resolved.error.retryAfterMilliseconds ?? 50);
      }
      if (state === 'parked') await station.engine.retry(sequence);
    }
  }
  for (const { state, failure } of await station.settle()) say(`not to be decided: ${state} ${failure}`);
}

/** Each station's own id of a Media, by the id of the station that captured it. */
async function idsByIdentifier({ cache }: LiveStation): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const mediaId of await cache.mediaIds()) {
    for (const { system, value } of (await cache.media(mediaId))?.current.identifier ?? []) {
      const identifier = /^urn:uuid:(.+)$/.exec(value ?? '')?.[1];
      if (identifier !== undefined && system === mediaIdentifier(identifier).system) ids.set(identifier, mediaId);
    }
  }
  return ids;
}

async function contents({ cache }: LiveStation): Promise<readonly (readonly [string, string])[]> {
  const records = await Promise.all((await cache.mediaIds()).map(async (id) => cache.media(id)));
  return records.flatMap((record) => (record ? [[record.serverId ?? '', canonicalMedia(record.current)] as const] : []));
}

/** As a station compares it: what stands inside is named by its SHA-256. */
function bytesApart(media: Media): Media {
  const { data } = media.content;
  return data === undefined ? media : { ...media, content: { ...media.content, data: createHash('sha256').update(Buffer.from(data, 'base64')).digest('hex') } };
}

function hashOf(contents: readonly (readonly [string, string])[]): string {
  return createHash('sha256').update(JSON.stringify(contents.toSorted(([left], [right]) => (left < right ? -1 : 1)))).digest('hex');
}

function at<Item>(items: readonly Item[], index: number): Item {
  return must(items[index]);
}

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('missing');
  return value;
}

