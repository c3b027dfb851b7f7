import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openFhirChart } from '../../electron/ehr/openFhirChart.ts';
import { openGatewayChart } from '../../electron/ehr/xcaliber/openGatewayChart.ts';
import { openEncrypted } from '../../electron/sqlite/openEncrypted.ts';
import { unwrap } from '../../shared/errors/result.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import type { RemoteChart } from '../../shared/sync/ports.ts';
import { startDemoMediaServer, type DemoMediaServer } from '../support/demoMediaServer.ts';
import type { FaultKind, FaultPlan } from '../support/faultServer/faultPlan.ts';
import type { RequestHead } from '../support/faultServer/requestHead.ts';
import { startFaultServer, type FaultServer } from '../support/faultServer/startFaultServer.ts';
import { openInlineCache } from '../support/inlineCache.ts';
import { lightboxMedia } from '../support/lightboxMedia.ts';
import { LiveStation } from '../support/liveStation.ts';
import { readChart, type ChartReader } from '../support/readChart.ts';
import { pick, seededRandom } from '../support/seededRandom.ts';
import { databaseIn, databaseKey } from '../support/testCache.ts';
import type { Figure, Scenario, ScenarioOptions } from './scenario.ts';

/** The chart did its work, and its answer did not come: every write, on both dialects, is done once and not twice. */
export const lostAnswers: Scenario = {
  title: 'answers lost after the effect',
  unit: 'lost answers for each kind of write',
  full: 500,
  short: 3,
  run,
};

const historySchema = z.looseObject({
  entry: z.array(z.looseObject({ resource: z.looseObject({ id: z.string() }).optional(), request: z.looseObject({ url: z.string() }).optional() })).optional(),
  link: z.array(z.looseObject({ relation: z.string(), url: z.string() })).optional(),
});

const lossKinds: readonly FaultKind[] = ['answer-lost', 'failed-after', 'cut-answer'];
const atOnce = 10;
/** Should no request come that could lose its answer. */
const mostBatches = 1_000;
/** The gateway acts so long after its answer; who has heard nothing waits a little longer before it sends again. */
const gatewayDelayMilliseconds = 40;
const lateEffectMilliseconds = 250;
const patient = 'demo-child';

interface Operation {
  readonly name: string;
  readonly dialect: 'fhir' | 'xcaliber';
  readonly strikes: (head: RequestHead) => boolean;
  /** Bytes of a picture. */
  readonly size: number;
  /** What is done to a Media the chart holds already; undefined: it is new. */
  readonly change?: (world: World, mediaId: string) => Promise<void>;
  /** How many versions the chart has of it in the end. */
  readonly versions: number;
}

const site = async ({ station }: World, mediaId: string) => station.edit(mediaId, (media): Media => ({ ...media, bodySite: { text: 'heel' } }));
const method = (name: string) => (head: RequestHead) => head.method === name && head.kind === 'write';

const operations: readonly Operation[] = [
  { name: 'create', dialect: 'fhir', strikes: method('POST'), size: 300, versions: 1 },
  { name: 'update', dialect: 'fhir', strikes: method('PUT'), size: 300, change: site, versions: 2 },
  { name: 'delete', dialect: 'fhir', strikes: method('DELETE'), size: 300, change: queueDeletion, versions: 2 },
  { name: 'Binary', dialect: 'fhir', strikes: ({ kind }) => kind === 'upload', size: 40_000, versions: 1 },
  { name: 'create', dialect: 'xcaliber', strikes: method('POST'), size: 300, versions: 1 },
  { name: 'update', dialect: 'xcaliber', strikes: method('PUT'), size: 300, change: site, versions: 2 },
  { name: 'delete', dialect: 'xcaliber', strikes: method('DELETE'), size: 300, change: queueDeletion, versions: 2 },
  { name: 'bytes', dialect: 'xcaliber', strikes: method('POST'), size: 40_000, versions: 1 },
];

interface World {
  readonly directory: string;
  readonly demo: DemoMediaServer;
  readonly faults: FaultServer;
  readonly station: LiveStation;
  /** Asked beside the fault server. */
  readonly chart: ChartReader;
  /** How many there are at the beginning. */
  readonly demoBinaries: number;
  readonly close: () => Promise<void>;
}

async function run({ seed, runs, say }: ScenarioOptions): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [index, operation] of operations.entries()) {
    const world = await openWorld(operation.dialect);
    const name = `${operation.dialect} ${operation.name}`;
    try {
      const { lost, twice, missing, unsettled } = await oneOperation(world, operation, runs, seededRandom(seed, index), say);
      figures.push(
        { name: `${name}: answers lost`, value: lost, wanted: { atLeast: runs } },
        { name: `${name}: done twice`, value: twice, wanted: { exactly: 0 } },
        { name: `${name}: not done, or not proven`, value: missing + unsettled, wanted: { exactly: 0 } },
      );
    } finally {
      await world.close();
    }
    say(name);
  }
  return figures;
}

async function openWorld(dialect: Operation['dialect']): Promise<World> {
  const demo = await startDemoMediaServer({ delayMilliseconds: gatewayDelayMilliseconds });
  const gateway = demo.gatewayConnection('epic', ['lab-results']);
  const faults = await startFaultServer(demo.server.baseUrl, null);
  const chart: RemoteChart = dialect === 'fhir'
    ? unwrap(openFhirChart({ ...demo.connection, baseUrl: faults.through(demo.connection.baseUrl) }))
    : unwrap(openGatewayChart({ ...gateway, baseUrl: faults.through(gateway.baseUrl) }, { confirmMilliseconds: 1_000, lateEffectMilliseconds }));
  const directory = await mkdtemp(join(tmpdir(), 'lightbox-torture-'));
  const station = new LiveStation(openInlineCache(directory, Date.now), chart);
  await station.settle();
  const close = async () => {
    await station.close();
    await faults.close();
    await demo.close();
    await rm(directory, { recursive: true, force: true });
  };
  const reader = await readChart(demo.server);
  return { directory, demo, faults, station, chart: reader, demoBinaries: await countBinaries({ demo, chart: reader }), close };
}

async function oneOperation(world: World, operation: Operation, runs: number, random: () => number, say: ScenarioOptions['say']) {
  const { station, faults, demo } = world;
  const sums = { lost: 0, twice: 0, missing: 0, unsettled: 0 };
  const all: string[] = [];
  for (let batch = 0; sums.lost < runs && batch < mostBatches; batch += 1) {
    const captured = await Promise.all(Array.from({ length: Math.min(atOnce, runs) }, () => station.capture(randomBytes(operation.size), patient)));
    if (operation.change) {
      await station.settle();
      for (const mediaId of captured) await operation.change(world, mediaId);
    }
    const before = faults.struck.length;
    faults.follow(losing(operation.strikes, Math.min(atOnce, runs - sums.lost), random));
    const left = await station.settle();
    faults.follow(null);
    sums.lost += faults.struck.length - before;
    sums.unsettled += left.length;
    for (const { state, failure } of left) say(`${operation.dialect} ${operation.name}: ${state} ${failure}`);
    all.push(...captured);
  }
  // What was accepted and comes later has come.
  await new Promise((resolve) => setTimeout(resolve, 2 * gatewayDelayMilliseconds));
  const { copies } = await lightboxMedia(demo.server, world.chart);
  for (const mediaId of all) {
    const record = await station.cache.media(mediaId);
    const held = copies.get(mediaId) ?? [];
    const gone = operation.change === queueDeletion;
    if (held.length > 1) sums.twice += held.length - 1;
    if (held.length !== (gone ? 0 : 1) || record === undefined || record.serverId === null) sums.missing += 1;
    else {
      const versions = (await history(world, `Media/${record.serverId}`)).length;
      // Without versions a write is seen only when it has taken effect, and the same may be written over it; that is no second Media.
      if (versions > operation.versions && operation.dialect === 'fhir') sums.twice += versions - operation.versions;
      if (versions < operation.versions) sums.missing += 1;
    }
  }
  if (operation.dialect === 'fhir' && operation.change === undefined) sums.twice += (await countBinaries(world)) - world.demoBinaries - all.length;
  for (const defect of station.defects) say(`defect: ${String(defect)}`);
  sums.unsettled += station.defects.length;
  return sums;
}

/** The ids of all versions there ever were. */
async function history({ demo, chart }: Pick<World, 'demo' | 'chart'>, path: string): Promise<readonly string[]> {
  const ids: string[] = [];
  let next: string | undefined = `${path}/_history?_count=500`;
  while (next !== undefined) {
    const page: z.infer<typeof historySchema> = historySchema.parse(await chart.json(next));
    ids.push(...(page.entry ?? []).map(({ resource, request }) => resource?.id ?? String(request?.url)));
    next = page.link?.find(({ relation }) => relation === 'next')?.url.replace(`${demo.server.baseUrl}/`, '');
  }
  return ids;
}

async function countBinaries(world: Pick<World, 'demo' | 'chart'>): Promise<number> {
  return new Set(await history(world, 'Binary')).size;
}

/** Loses the answers of about half of the requests that fit, so many in all. */
function losing(fits: (head: RequestHead) => boolean, most: number, random: () => number): FaultPlan {
  let left = most;
  return {
    decide: (_number, head) => {
      if (left === 0 || !fits(head) || random() < 0.5) return undefined;
      left -= 1;
      return pick(random, lossKinds);
    },
    random: () => random,
  };
}

/** No screen asks for a deletion yet; the engine carries one out all the same. */
async function queueDeletion({ directory }: World, mediaId: string): Promise<void> {
  const database = openEncrypted({ file: databaseIn(directory), key: databaseKey });
  const now = Date.now();
  database.prepare(`INSERT INTO outbox (resource_type, resource_id, operation, state, recorded_at, next_attempt_at) VALUES ('Media', ?, 'delete', 'pending', ?, ?)`).run(mediaId, now, now);
  database.close();
}
