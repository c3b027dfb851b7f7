import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../shared/errors/errorCode.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { canonicalMedia } from '../../../shared/sync/canonicalMedia.ts';
import { FakeChart, type Fault } from '../../support/fakeChart.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { Workstation } from '../../support/workstation.ts';

/** What may happen to two workstations on one chart, in any order. */
type Step =
  | { readonly kind: 'capture' | 'note' | 'site' | 'removeNote' | 'offline' | 'online' | 'crash'; readonly at: 0 | 1; readonly pick: number }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | { readonly kind: 'faults'; readonly faults: readonly (Fault | null)[] };

const failures: readonly Failure[] = [
  { code: 'server.unreachable' }, { code: 'server.timeout' }, { code: 'server.failed' }, { code: 'server.unauthorized' },
  { code: 'server.throttled', retryAfterMilliseconds: 3_000 },
];
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('capture', 'note', 'note', 'site', 'removeNote'), at: fc.constantFrom(0, 1), pick: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('offline', 'online', 'crash'), at: fc.constantFrom(0, 1), pick: fc.constant(0) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), milliseconds: fc.nat(40_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('faults'),
      faults: fc.array(fc.option(fc.record({ kind: fc.constantFrom('refuse', 'lose'), failure: fc.constantFrom(...failures) })), { maxLength: 12 }),
    }),
  },
) as fc.Arbitrary<Step>;

class World {
  readonly clock = new VirtualClock();
  readonly chart = new FakeChart({ now: this.clock.now, pageSize: 3 });
  readonly stations: Workstation[] = [];
  /** Every note anybody wrote and did not remove again, by its id. */
  readonly written = new Set<string>();
  readonly captured = new Set<string>();
  #faults: (Fault | null)[] = [];
  #count = 0;

  async open(directories: readonly string[], random: () => number): Promise<void> {
    this.chart.addPatient('p1');
    this.chart.fault = () => this.#faults.shift() ?? undefined;
    for (const directory of directories) {
      const station = new Workstation({ directory, chart: this.chart, clock: this.clock, random });
      this.stations.push(station);
      await station.start();
    }
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'wait') return this.clock.advance(step.milliseconds);
    if (step.kind === 'faults') {
      this.#faults = [...step.faults];
      return;
    }
    const station = this.stations[step.at];
    if (!station) throw new Error('no such workstation');
    if (step.kind === 'offline' || step.kind === 'online') station.engine.setOffline(step.kind === 'offline');
    else if (step.kind === 'crash') await station.crash();
    else if (step.kind === 'capture') this.captured.add(await station.capture('p1', Buffer.from(`picture ${String((this.#count += 1))}`)));
    else await this.#edit(station, step.kind, step.pick);
  }

  async #edit(station: Workstation, kind: 'note' | 'site' | 'removeNote', pick: number): Promise<void> {
    const ids = await station.cache.mediaIds();
    const id = ids[pick % ids.length];
    if (id === undefined) return;
    this.#count += 1;
    const name = `edit-${String(this.#count)}`;
    await station.edit(id, (media): Media => {
      if (kind === 'site') return { ...media, bodySite: { text: name } };
      if (kind === 'note') {
        this.written.add(name);
        return { ...media, note: [...(media.note ?? []), { id: name, text: name }] };
      }
      const [removed, ...kept] = media.note ?? [];
      if (removed?.id !== undefined) this.written.delete(removed.id);
      const { note: _note, ...rest } = media;
      return kept.length > 0 ? { ...rest, note: kept } : rest;
    });
  }

  /** Nothing fails any more, everybody is online; then time passes, and people look at what waits for them. */
  async calmDown(): Promise<void> {
    this.#faults = [];
    for (const station of this.stations) station.engine.setOffline(false);
    for (const station of this.stations) station.engine.wake();
    await this.clock.advance(60_000);
    for (let round = 0; round < 6; round += 1) {
      for (const station of this.stations) {
        for (const { sequence, state } of await station.cache.outbox()) {
          if (state === 'conflict') await station.engine.resolve(sequence, round % 2 === 0 ? 'mine' : 'theirs');
          if (state === 'parked') await station.engine.retry(sequence);
        }
        await this.clock.advance(40_000);
      }
    }
  }

  async close(): Promise<void> {
    for (const station of this.stations) await station.close();
  }
}

describe('two workstations and one chart', () => {
  it('come to the same state, whatever happened, and lose nothing that was recorded', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 30 }), fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), async (steps, dice) => {
        const directories = [await temporaryDirectory(), await temporaryDirectory()];
        const world = new World();
        try {
          await world.open(directories, () => Number(dice.next().value));
          for (const step of steps) await world.take(step);
          await world.calmDown();

          const chart = [...world.chart.media.values()].map(({ resource }) => resource);
          const identifiers = chart.flatMap(({ identifier }) => identifier ?? []).map(({ value }) => value);
          expect(identifiers.toSorted()).toStrictEqual([...world.captured].map((id) => `urn:uuid:${id}`).toSorted());
          const notes = new Set(chart.flatMap(({ note }) => note ?? []).map(({ id }) => id));
          expect([...world.written].filter((id) => !notes.has(id))).toStrictEqual([]);
          for (const station of world.stations) {
            expect(new Set(await station.states())).toStrictEqual(new Set((await station.states()).length > 0 ? ['confirmed'] : []));
            const held = await Promise.all((await station.cache.mediaIds()).map(async (id) => canonicalMedia(await station.media(id))));
            expect(held.toSorted()).toStrictEqual(chart.map(canonicalMedia).toSorted());
            expect(station.defects).toStrictEqual([]);
            expect((await station.cache.counts()).contentMissing).toBe(0);
          }
        } finally {
          await world.close();
          for (const directory of directories) await rm(directory, { recursive: true, force: true });
        }
      }),
      { numRuns: Number(process.env['LIGHTBOX_CONVERGENCE_RUNS'] ?? 60) },
    );
  });
});
