import fc from 'fast-check';
import type { Failure } from '../../shared/errors/errorCode.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import { canonicalMedia } from '../../shared/sync/canonicalMedia.ts';
import type { OutboxState } from '../../shared/sync/outboxEntry.ts';
import { FakeChart, type Fault } from '../support/fakeChart.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { Workstation } from '../support/workstation.ts';

/** What may happen to two workstations on one chart, in any order. */
type Edit = { readonly kind: 'note' | 'site' | 'removeNote'; readonly at: 0 | 1; readonly pick: number };
export type Step =
  | Edit
  | { readonly kind: 'capture' | 'offline' | 'online' | 'crash'; readonly at: 0 | 1 }
  /** An edit while the chart is busy with its so manieth request from now. */
  | { readonly kind: 'meanwhile'; readonly requests: number; readonly edit: Edit }
  | { readonly kind: 'wait'; readonly milliseconds: number }
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
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.nat(40_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('faults' as const),
      faults: fc.array(fc.option(fc.record({ kind: fc.constantFrom('refuse' as const, 'lose' as const), failure: fc.constantFrom(...failures) })), { maxLength: 12 }),
    }),
  },
);

export const anySchedule = fc.array(anyStep, { minLength: 4, maxLength: 30 });

/** How a schedule ended. */
export interface Outcome {
  /** 60 virtual seconds after the faults stopped: everything proven but what waits for a person. */
  readonly calmInTime: boolean;
  /** When people had looked at what waited for them: chart and stations hold the same, proven, with all bytes. */
  readonly alike: boolean;
  /** Pictures and notes somebody recorded that are in neither the chart nor, before people looked, any conflict. */
  readonly lost: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly defects: readonly unknown[];
}

export class World {
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

  /** Nothing fails any more, everybody is online; time passes, then people look at what waits for them. */
  async calmDown(): Promise<Outcome> {
    this.#faults = [];
    this.#scheduled = [];
    await Promise.all(this.#edits);
    for (const station of this.stations) station.engine.setOffline(false);
    for (const station of this.stations) station.engine.wake();
    await this.clock.advance(60_000);
    const unsettled = (await Promise.all(this.stations.map(firstUnsettled))).flat();
    const calmInTime = unsettled.every((state) => state === 'conflict');
    for (let round = 0; round < 6; round += 1) {
      for (const station of this.stations) {
        for (const { sequence, state } of await station.cache.outbox()) {
          if (state === 'conflict') await station.engine.resolve(sequence, round % 2 === 0 ? 'mine' : 'theirs');
          if (state === 'parked') await station.engine.retry(sequence);
        }
        await this.clock.advance(40_000);
      }
    }
    return { calmInTime, conflicts: unsettled.filter((state) => state === 'conflict').length, ...(await this.#compare()) };
  }

  async #compare(): Promise<Pick<Outcome, 'alike' | 'lost' | 'duplicates' | 'defects'>> {
    const chart = [...this.chart.media.values()].map(({ resource }) => resource);
    const identifiers = chart.flatMap(({ identifier }) => identifier ?? []).map(({ value }) => value);
    const notes = new Set(chart.flatMap(({ note }) => note ?? []).map(({ id }) => id));
    const held = chart.map(canonicalMedia).toSorted().join('\n');
    let alike = true;
    for (const station of this.stations) {
      const states = await station.states();
      const here = await Promise.all((await station.cache.mediaIds()).map(async (id) => canonicalMedia(await station.media(id))));
      alike &&= here.toSorted().join('\n') === held && states.every((state) => state === 'confirmed') && (await station.cache.counts()).contentMissing === 0;
    }
    return {
      alike,
      lost: [...this.captured].filter((id) => !identifiers.includes(`urn:uuid:${id}`)).length + [...this.written].filter((id) => !notes.has(id)).length,
      duplicates: identifiers.length - new Set(identifiers).size,
      defects: this.stations.flatMap(({ defects }) => defects),
    };
  }

  async close(): Promise<void> {
    for (const station of this.stations) await station.close();
  }
}

/** The states of the first unsettled entry of each Media; what comes behind waits for it. */
async function firstUnsettled({ cache }: Workstation): Promise<readonly OutboxState[]> {
  const heads = new Map<string, OutboxState>();
  for (const { mediaId, state } of (await cache.outbox()).toSorted((left, right) => left.sequence - right.sequence)) {
    if (state !== 'confirmed' && !heads.has(mediaId)) heads.set(mediaId, state);
  }
  return [...heads.values()];
}
