import fc from 'fast-check';
import { layerColours, type Layer } from '../../shared/annotation/layer.ts';
import { applyLayerChanges } from '../../shared/annotation/noteCodec.ts';
import type { Failure } from '../../shared/errors/errorCode.ts';
import type { Annotation } from '../../shared/fhir/elements.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import { canonicalMedia } from '../../shared/sync/canonicalMedia.ts';
import type { OutboxState } from '../../shared/sync/outboxEntry.ts';
import { FakeChart, type Fault } from '../support/fakeChart.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { Workstation } from '../support/workstation.ts';

/** What may happen to two workstations on one chart, in any order. */
type Edit = { readonly kind: 'note' | 'draw' | 'site' | 'removeNote'; readonly at: 0 | 1; readonly pick: number };
export type Step =
  | Edit
  | { readonly kind: 'capture' | 'offline' | 'online' | 'crash'; readonly at: 0 | 1 }
  /** An edit while the chart is busy with its so manieth request from now. */
  | { readonly kind: 'meanwhile'; readonly requests: number; readonly edit: Edit }
  /** Somebody deletes a Media in the chart, without any Lightbox. */
  | { readonly kind: 'delete'; readonly which: number }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** The chart searches the Media of all patients at once no more, or does so again. */
  | { readonly kind: 'searchesAll' }
  /** Somebody sets the clock on the wall. */
  | { readonly kind: 'clock'; readonly milliseconds: number }
  /** How many bytes of pictures a station keeps from now on. */
  | { readonly kind: 'budget'; readonly at: 0 | 1; readonly bytes: number }
  | { readonly kind: 'faults'; readonly faults: readonly (Fault | null)[] };

const failures: readonly Failure[] = [
  { code: 'server.unreachable' }, { code: 'server.timeout' }, { code: 'server.failed' }, { code: 'server.unauthorized' },
  { code: 'server.throttled', retryAfterMilliseconds: 3_000 },
];
const station = fc.constantFrom(0 as const, 1 as const);
const anyEdit: fc.Arbitrary<Edit> = fc.record({ kind: fc.constantFrom('note' as const, 'draw' as const, 'site' as const, 'removeNote' as const), at: station, pick: fc.nat(20) });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: anyEdit },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('meanwhile' as const), requests: fc.integer({ min: 1, max: 8 }), edit: anyEdit }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('capture' as const), at: station }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('offline' as const, 'online' as const, 'crash' as const), at: station }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'searchesAll' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clock' as const), milliseconds: fc.constantFrom(-86_400_000, -600_000, 600_000, 86_400_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('budget' as const), at: station, bytes: fc.constantFrom(0, 20, 1_000) }) },
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
  /** Pictures, notes and drawings somebody recorded that the chart does not hold in the end, though nobody deleted them. */
  readonly lost: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly defects: readonly unknown[];
}

export class World {
  readonly clock = new VirtualClock();
  readonly chart = new FakeChart({ now: this.clock.now, pageSize: 3 });
  readonly stations: Workstation[] = [];
  /** Every note anybody wrote and layer anybody drew and did not remove again, by its id: on which Media. */
  readonly written = new Map<string, string>();
  readonly captured = new Set<string>();
  /** Identifiers of what somebody deleted in the chart. */
  readonly deleted = new Set<string>();
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
    if (step.kind === 'clock') return this.clock.set(step.milliseconds);
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
    if (step.kind === 'delete') {
      this.#delete(step.which);
      return;
    }
    if ('pick' in step) return this.#edit(step);
    const at = this.#at(step.at);
    if (step.kind === 'offline' || step.kind === 'online') at.engine.setOffline(step.kind === 'offline');
    else if (step.kind === 'budget') at.engine.setContentBudget(step.bytes);
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
      const identifier = identifierOf(media) ?? `urn:uuid:${id}`;
      if (kind === 'site') return { ...media, bodySite: { text: name } };
      if (kind === 'note') {
        this.written.set(name, identifier);
        return { ...media, note: [...(media.note ?? []), { id: name, text: name }] };
      }
      if (kind === 'draw') {
        const layer = layerNumber(this.#count);
        this.written.set(layer.id, identifier);
        return applyLayerChanges(media, { upsert: [layer], remove: [] });
      }
      const [removed, ...kept] = media.note ?? [];
      for (const known of this.written.keys()) if (removed && carries(removed, known)) this.written.delete(known);
      const { note: _note, ...rest } = media;
      return kept.length > 0 ? { ...rest, note: kept } : rest;
    });
  }

  #delete(which: number): void {
    const there = [...this.chart.media].filter(([, { deleted }]) => !deleted);
    const [id, held] = there[which % there.length] ?? [];
    if (id === undefined || held === undefined) return;
    this.chart.media.set(id, { ...held, deleted: true, version: held.version + 1 });
    this.deleted.add(identifierOf(held.resource) ?? '');
  }

  /** Nothing fails any more, everybody is online; time passes, then people look at what waits for them. */
  async calmDown(): Promise<Outcome> {
    this.#faults = [];
    this.#scheduled = [];
    await Promise.all(this.#edits);
    for (const station of this.stations) station.engine.setOffline(false);
    // Whoever keeps little has not all bytes, and shall not.
    for (const station of this.stations) station.engine.setContentBudget(Number.MAX_SAFE_INTEGER);
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
    const chart = [...this.chart.media.values()].filter(({ deleted }) => !deleted).map(({ resource }) => resource);
    const identifiers = chart.map((media) => identifierOf(media) ?? '');
    const notes = chart.flatMap(({ note }) => note ?? []);
    const held = chart.map((media) => `${media.id} ${canonicalMedia(media)}`).toSorted().join('\n');
    let alike = true;
    for (const station of this.stations) {
      const states = await station.states();
      const records = await Promise.all((await station.cache.mediaIds()).map((id) => station.record(id)));
      // What was deleted in the chart stays here; everything else is there, and the same.
      const [here, elsewhere] = [records.filter(({ serverId }) => chart.some(({ id }) => id === serverId)), records.filter(({ serverId }) => !chart.some(({ id }) => id === serverId))];
      alike &&= here.map(({ serverId, current }) => `${serverId ?? ''} ${canonicalMedia(current)}`).toSorted().join('\n') === held;
      alike &&= elsewhere.every(({ current }) => this.deleted.has(identifierOf(current) ?? ''));
      alike &&= states.every((state) => state === 'confirmed') && (await station.cache.counts()).contentMissing === 0;
    }
    return {
      alike,
      lost:
        [...this.captured].filter((id) => !identifiers.includes(`urn:uuid:${id}`) && !this.deleted.has(`urn:uuid:${id}`)).length +
        [...this.written].filter(([id, identifier]) => !this.deleted.has(identifier) && !notes.some((note) => carries(note, id))).length,
      // What was deleted in the chart two people may each put back as a new picture, by two decisions of theirs.
      duplicates: identifiers.filter((identifier, index) => identifiers.indexOf(identifier) !== index && !this.deleted.has(identifier)).length,
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
  for (const { resourceId: mediaId, state } of (await cache.outbox()).toSorted((left, right) => left.sequence - right.sequence)) {
    if (state !== 'confirmed' && !heads.has(mediaId)) heads.set(mediaId, state);
  }
  return [...heads.values()];
}

function identifierOf({ identifier }: Media): string | undefined {
  return identifier?.map(({ value }) => value).find((value) => value?.startsWith('urn:uuid:'));
}

/** Whether it is the note of this id, or of the layer of this id. */
function carries(note: Annotation, id: string): boolean {
  return note.id === id || (id.includes('-4000-') && JSON.stringify(note).includes(id));
}

function layerNumber(count: number): Layer {
  const id = `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
  const at = '2026-11-23T10:00:00.000Z';
  const shape = { kind: 'arrow' as const, id: id.replace('-8000-', '-9000-'), from: { x: 1, y: count }, to: { x: 30, y: 20 } };
  return { id, name: `Layer ${String(count)}`, colour: layerColours[0], visible: true, frame: null, imageSize: { width: 64, height: 48 }, shapes: [shape], author: 'A. Author', createdAt: at, updatedAt: at };
}
