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
type Edit = { readonly kind: 'note' | 'site' | 'removeNote'; readonly at: 0 | 1; readonly pick: number };
type Step =
  | Edit
  | { readonly kind: 'capture' | 'offline' | 'online' | 'crash'; readonly at: 0 | 1 }
  /** An edit while the chart is busy with its so manieth request from now. */
  | { readonly kind: 'meanwhile'; readonly requests: number; readonly edit: Edit }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** The chart refuses to search all patients at once, or does so again. */
  | { readonly kind: 'searchesAll' }
  | { readonly kind: 'faults'; readonly faults: readonly (Fault | null)[] };

const failures: readonly Failure[] = [
  { code: 'server.unreachable' }, { code: 'server.timeout' }, { code: 'server.failed' }, { code: 'server.unauthorized' },
  { code: 'server.throttled', retryAfterMilliseconds: 3_000 },
];
const station = fc.constantFrom(0 as const, 1 as const);
const anyEdit: fc.Arbitrary<Edit> = fc.record({ kind: fc.constantFrom('note' as const, 'note' as const, 'site' as const, 'removeNote' as const), at: station, pick: fc.nat(20) });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: anyEdit },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('meanwhile' as const), requests: fc.integer({ min: 1, max: 8 }), edit: anyEdit }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('capture' as const), at: station }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('offline' as const, 'online' as const, 'crash' as const), at: station }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'searchesAll' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.nat(40_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('faults' as const),
      faults: fc.array(fc.option(fc.record({ kind: fc.constantFrom('refuse' as const, 'lose' as const), failure: fc.constantFrom(...failures) })), { maxLength: 12 }),
    }),
  },
);

class World {
  readonly clock = new VirtualClock();
  readonly chart = new FakeChart({ now: this.clock.now, pageSize: 3 });
  readonly stations: Workstation[] = [];
  /** Every note anybody wrote and did not remove again, by its id. */
  readonly written = new Set<string>();
  readonly captured = new Set<string>();
  #faults: (Fault | null)[] = [];
  #scheduled: { left: number; readonly edit: Edit }[] = [];
  readonly #edits: Promise<void>[] = [];
  #count = 0;

  async open(directories: readonly string[], random: () => number): Promise<void> {
    this.chart.addPatient('p1');
    this.chart.fault = () => {
      for (const scheduled of this.#scheduled) scheduled.left -= 1;
      for (const { edit } of this.#scheduled.filter(({ left }) => left === 0)) this.#edits.push(this.#edit(edit));
      return this.#faults.shift() ?? undefined;
    };
    for (const directory of directories) {
      const station = new Workstation({ directory, chart: this.chart, clock: this.clock, random });
      this.stations.push(station);
      await station.start();
      // Two pictures both know from the beginning, so that they meet.
      if (this.stations.length === 1) for (const name of ['first', 'second']) this.captured.add(await station.capture('p1', Buffer.from(name)));
      await this.clock.advance(31_000);
    }
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'wait') return this.clock.advance(step.milliseconds);
    if (step.kind === 'searchesAll') {
      this.chart.searchesAll = !this.chart.searchesAll;
      return;
    }
    if (step.kind === 'faults') {
      this.#faults = [...step.faults];
      return;
    }
    if (step.kind === 'meanwhile') {
      this.#scheduled.push({ left: step.requests, edit: step.edit });
      return;
    }
    if ('pick' in step) return this.#edit(step);
    const at = this.#at(step.at);
    if (step.kind === 'offline' || step.kind === 'online') at.engine.setOffline(step.kind === 'offline');
    else if (step.kind === 'crash') await at.crash();
    else this.captured.add(await at.capture('p1', Buffer.from(`picture ${String((this.#count += 1))}`)));
  }

  #at(index: number): Workstation {
    const found = this.stations[index];
    if (!found) throw new Error('no such workstation');
    return found;
  }

  async #edit({ kind, at, pick }: Edit): Promise<void> {
    const station = this.#at(at);
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
    this.#scheduled = [];
    await Promise.all(this.#edits);
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
      // A seed that fails is told at once: shrinking over virtual hours would outlast the test.
      { endOnFailure: true, numRuns: Number(process.env['LIGHTBOX_CONVERGENCE_RUNS'] ?? 30) },
    );
  });
});
