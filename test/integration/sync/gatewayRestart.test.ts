import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cache } from '../../../electron/cache/cache.ts';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { openGatewayChart } from '../../../electron/ehr/xcaliber/openGatewayChart.ts';
import { createSyncEngine, type SyncEngine } from '../../../electron/sync/syncEngine.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import type { RemoteChart } from '../../../shared/sync/ports.ts';
import { startDemoMediaServer, type DemoMediaServer } from '../../support/demoMediaServer.ts';
import { openInlineCache } from '../../support/inlineCache.ts';
import { MemoryBlobs } from '../../support/memoryBlobs.ts';
import { PowerCut } from '../../support/powerCut.ts';

/**
 * A gateway answers 202 and does it later: between the two, and at every other point, the process may die. The gateway, its delays and HTTP
 * are real; what dies is everything between the cache and the chart.
 */

const { signal } = new AbortController();
/** Longer than any delay below: the margin is what keeps the promise. */
const lateEffectMilliseconds = 900;
const late = [150, 250, 500] as const;
const delays = [0, ...late] as const;

interface World {
  readonly directory: string;
  readonly demo: DemoMediaServer;
  readonly cache: Cache;
  readonly blobs: MemoryBlobs;
  readonly chart: RemoteChart;
  readonly fhir: RemoteChart;
  readonly patientId: string;
}

const worlds = new Map<number, World>();

async function openWorld(delayMilliseconds: number): Promise<World> {
  const demo = await startDemoMediaServer({ delayMilliseconds });
  const connection = demo.gatewayConnection('epic', ['lab-results']);
  const chart = unwrap(openGatewayChart(connection, { confirmMilliseconds: 100, lateEffectMilliseconds }));
  const directory = await mkdtemp(join(tmpdir(), 'lightbox-test-'));
  const [cache, blobs] = [openInlineCache(directory, Date.now), new MemoryBlobs()];
  const engine = createSyncEngine({ chart, store: cache, blobs, onChange: () => undefined });
  await engine.runUntilIdle();
  await engine.stop();
  const patient = (await cache.patientsToPull()).find(({ serverId }) => serverId === 'demo-child');
  if (!patient) throw new Error('the patient was not pulled');
  return { directory, demo, cache, blobs, chart, fhir: unwrap(openFhirChart(demo.connection)), patientId: patient.patientId };
}

function worldOf(delay: number): World {
  const world = worlds.get(delay);
  if (!world) throw new Error('no such world');
  return world;
}

async function capture({ cache, blobs, patientId }: World): Promise<string> {
  const [id, bytes] = [randomUUID(), randomBytes(64)];
  const content = unwrap(await blobs.write(bytes));
  const hash = createHash('sha1').update(bytes).digest('base64');
  unwrap(await cache.recordCapture({
    id, patientId, at: Date.now(), content, thumbnailSha256: null,
    media: { resourceType: 'Media', status: 'completed', subject: { reference: 'Patient/demo-child' }, content: { contentType: 'image/jpeg', size: content.size, hash } },
  }));
  return id;
}

function startEngine({ cache, chart, blobs }: World, power: PowerCut, defects: unknown[]): SyncEngine {
  return createSyncEngine({
    // A pull meets the same calls of the chart and is not what is tried here.
    chart: power.over(chart), store: power.over(cache), blobs, onChange: () => undefined, random: () => 0.02, pullEveryMilliseconds: 3_600_000, onDefect: (error) => defects.push(error),
  });
}

const stateOf = async ({ cache }: World, id: string) => (await cache.outbox()).find(({ resourceId }) => resourceId === id)?.state;

/** Sends one new picture through processes that die where told. @returns how many calls the last process, which lived, made. */
async function sendThrough(world: World, cuts: readonly { readonly after: number; readonly answerLost: boolean }[]): Promise<number> {
  const id = await capture(world);
  const defects: unknown[] = [];
  for (const cut of cuts) {
    const power = new PowerCut(cut);
    const engine = startEngine(world, power, defects);
    void engine.start();
    await expect.poll(async () => power.isOff || (await stateOf(world, id)) === 'confirmed', { timeout: 20_000, interval: 5 }).toBe(true);
    power.cut();
    void engine.stop();
  }
  const power = new PowerCut();
  const engine = startEngine(world, power, defects);
  await engine.start();
  await expect.poll(() => stateOf(world, id), { timeout: 20_000, interval: 10 }).toBe('confirmed');
  await engine.stop();
  expect(defects).toStrictEqual([]);
  // Whatever was still on its way has arrived now.
  await expect.poll(async () => unwrap(await world.fhir.findMediaByIdentifier(mediaIdentifier(id), signal)).length, { timeout: 5_000 }).toBe(1);
  return power.calls;
}

beforeAll(async () => {
  for (const delay of delays) worlds.set(delay, await openWorld(delay));
});
afterAll(async () => {
  for (const { directory, demo, cache } of worlds.values()) {
    await demo.close();
    await cache.close();
    await rm(directory, { recursive: true, force: true });
  }
});

/** Every identifier Lightbox gave, as often as the chart holds it, when all delays are over. */
async function duplicates({ fhir }: World): Promise<readonly string[]> {
  const seen: string[] = [];
  let page = unwrap(await fhir.search({ resourceType: 'Media', patient: 'demo-child' }, signal));
  for (;;) {
    seen.push(...page.resources.flatMap((resource) => ('identifier' in resource && Array.isArray(resource.identifier) ? resource.identifier.map(({ value }: { value?: string }) => value ?? '') : [])));
    if (page.nextPage === undefined) break;
    page = unwrap(await fhir.followPage(page.nextPage, signal));
  }
  return seen.filter((value, index) => value.startsWith('urn:uuid:') && seen.indexOf(value) !== index);
}

describe('a process that dies while a gateway works', () => {
  it('makes no duplicate, at whichever call it dies', { timeout: 240_000 }, async () => {
    const calls = await sendThrough(worldOf(0), []);
    expect(calls).toBeGreaterThan(8);
    const points = Array.from({ length: calls + 1 }, (_, after) => [{ after, answerLost: false }, { after, answerLost: true }]).flat();
    // In each world one after the other, and all worlds at once.
    await Promise.all(late.map(async (delay, index) => {
      const world = worldOf(delay);
      for (const [turn, cut] of points.entries()) if (turn % late.length === index) await sendThrough(world, [cut]);
      expect(await duplicates(world)).toStrictEqual([]);
    }));
  });

  it('makes none however often it dies, with effects that come at once or late', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ after: fc.nat(16), answerLost: fc.boolean() }), { minLength: 1, maxLength: 4 }),
        async (cuts) => {
          await Promise.all(delays.map((delay) => sendThrough(worldOf(delay), cuts)));
        },
      ),
      { endOnFailure: true, numRuns: Number(process.env['LIGHTBOX_RESTART_RUNS'] ?? 6) },
    );
    for (const world of worlds.values()) expect(await duplicates(world)).toStrictEqual([]);
  });
});
