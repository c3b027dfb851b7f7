import { FailureError } from '../../shared/errors/result.ts';
import { fairOrder, isLarge, type ReadyEntry } from '../../shared/sync/fairOrder.ts';
import type { KeyedMutex } from '../../shared/sync/keyedMutex.ts';
import type { OutboxEntry, OutboxState } from '../../shared/sync/outboxEntry.ts';
import type { BlobStore, RemoteChart, SyncStore } from '../../shared/sync/ports.ts';
import { transition } from '../../shared/sync/transition.ts';
import type { Holds } from './holds.ts';
import { proveEntry } from './proveEntry.ts';
import { proveRegistration } from './proveRegistration.ts';
import { pushEntry } from './pushEntry.ts';
import { pushRegistration } from './pushRegistration.ts';
import type { EngineClock } from './syncClock.ts';
import type { Transfers } from './transfers.ts';

/** Large files never take all the ways there are: a note finds one free. */
const atATime = 4;
const largeAtATime = 3;
/** So many get their turn before the outbox is read again. */
const turnsPerLook = 12;
/** While a large file is on its way, what comes due meanwhile is looked for this often. */
const lookAgainMilliseconds = 1_000;
/** So often an entry may come back at once before it has to wait for the next run. */
const triesInOneRun = 8;

interface Way {
  readonly chart: RemoteChart;
  readonly signal: AbortSignal;
}

interface PusherOptions {
  readonly store: SyncStore;
  readonly blobs: BlobStore;
  readonly clock: EngineClock;
  readonly random: () => number;
  readonly holds: Holds;
  readonly transfers: Transfers;
  /** One request in flight for each resource. */
  readonly perResource: KeyedMutex;
  /** Done each time before the outbox is read. */
  readonly prepare: () => Promise<void>;
  /** The chart while it answers, else null: then nothing more is begun. */
  readonly way: () => Way | null;
  readonly onChanged: (resourceId: string) => Promise<void>;
  /** Hears of what is not the entry's own failure. */
  readonly onDefect: (error: unknown) => void;
}

interface UnderWay {
  readonly entry: ReadyEntry;
  readonly ended: Promise<void>;
}

/** Sends and proves what waits in the outbox, fair between patients, a bounded number at a time. */
export class Pusher {
  readonly #options: PusherOptions;
  readonly #underWay = new Map<string, UnderWay>();
  #ring: () => void = () => undefined;
  #changed = false;
  #ended = false;

  constructor(options: PusherOptions) {
    this.#options = options;
  }

  /** Something may be ready that was not: a run that waits for a large file takes it up. */
  look(): void {
    this.#changed = true;
    this.#ring();
  }

  /** Until nothing is left that could be sent or proven now. One run at a time. Rejects with the store's failure, when nothing is under way any more. */
  async run(): Promise<void> {
    const [tries, servedAt] = [new Map<number, number>(), new Map<string | null, number>()];
    let [plan, turns, all]: [readonly ReadyEntry[], number, number] = [[], 0, 0];
    const failures: unknown[] = [];
    this.#changed = true;
    for (;;) {
      const way = failures.length > 0 ? null : this.#options.way();
      if (way && (turns >= turnsPerLook || (this.#changed && !plan.some((entry) => this.#mayBegin(entry))) || (this.#ended && plan.length === 0))) {
        [this.#changed, this.#ended] = [false, false];
        try {
          [plan, turns] = [fairOrder(await this.#ready(tries), servedAt), 0];
        } catch (error) {
          failures.push(error);
          continue;
        }
      }
      const next = way ? plan.find((entry) => this.#mayBegin(entry)) : undefined;
      if (way && next) {
        plan = plan.filter((entry) => entry !== next);
        [turns, all] = [turns + 1, all + 1];
        servedAt.set(next.patientId, all);
        tries.set(next.sequence, (tries.get(next.sequence) ?? 0) + 1);
        this.#begin(way, next, (error) => failures.push(error));
      } else if (way && (this.#changed || (this.#ended && plan.length === 0))) continue;
      else if (this.#underWay.size > 0) await this.#somethingHappens();
      else break;
    }
    if (failures.length > 0) throw failures[0];
  }

  /** An entry that keeps coming back at once has its pause until the next run. */
  async #ready(tries: ReadonlyMap<number, number>): Promise<readonly ReadyEntry[]> {
    const { store, clock, holds, prepare } = this.#options;
    await prepare();
    const ready = await store.readyEntries(clock.now(), turnsPerLook);
    return holds.notHeld(ready.filter((entry) => (tries.get(entry.sequence) ?? 0) < triesInOneRun));
  }

  #mayBegin(entry: ReadyEntry): boolean {
    if (this.#underWay.has(entry.resourceId) || this.#underWay.size >= atATime) return false;
    return !isLarge(entry) || [...this.#underWay.values()].filter((other) => isLarge(other.entry)).length < largeAtATime;
  }

  #begin(way: Way, entry: ReadyEntry, onError: (error: unknown) => void): void {
    const ended = this.#turn(way, entry).catch(onError).finally(() => {
      this.#underWay.delete(entry.resourceId);
      // What it makes ready goes after what is planned: to read a full outbox after each file takes as long as to send one.
      this.#ended = true;
      this.#ring();
    });
    this.#underWay.set(entry.resourceId, { entry, ended });
  }

  /** What the chart takes is proven in the same turn. */
  async #turn(way: Way, entry: ReadyEntry): Promise<void> {
    await this.#attempt(way, entry, ['pending', 'accepted']);
    const still = entry.state === 'pending' ? this.#options.way() : null;
    if (still) await this.#attempt(still, entry, ['accepted']);
  }

  async #somethingHappens(): Promise<void> {
    const rung = new Promise<void>((resolve) => {
      this.#ring = resolve;
    });
    const callOff = this.#options.clock.setTimer(lookAgainMilliseconds, () => this.look());
    await Promise.race([rung, ...[...this.#underWay.values()].map(({ ended }) => ended)]);
    callOff();
  }

  /** Nothing is done to an entry that is in none of these states by now. */
  async #attempt({ chart, signal }: Way, { sequence, resourceId }: ReadyEntry, states: readonly OutboxState[]): Promise<void> {
    const { store, blobs, clock, random, holds, transfers, perResource, onChanged, onDefect } = this.#options;
    const now = clock.now;
    const tried = await perResource.run(resourceId, async () => {
      const entry = await store.entry(sequence);
      if (!entry || !states.includes(entry.state) || entry.nextAttemptAt > now()) return false;
      // Held back while it waited for its turn.
      if ((await holds.notHeld([entry])).length === 0) return false;
      const onProgress = (sentBytes: number, totalBytes: number): void => {
        // From now on it is being sent: whoever shows the Media asks again.
        if (transfers.of(resourceId) === null) void onChanged(resourceId).catch(onDefect);
        transfers.progress(resourceId, 'up', sentBytes, totalBytes);
      };
      try {
        await attemptOf(entry)({ chart, store, blobs, now, wall: clock.wall, random, signal: holds.signalOf(sequence, signal), onProgress }, entry);
      } catch (error) {
        if (error instanceof FailureError) throw error;
        onDefect(error);
        const left = (await store.entry(sequence)) ?? entry;
        const sending = transition(left, { kind: 'sent' });
        await store.saveEntry(transition(sending, { kind: 'failed', failure: { code: 'local.unexpected' }, now: now(), random: random() }));
      } finally {
        transfers.end(resourceId);
        holds.ended(sequence);
      }
      return true;
    });
    if (tried) await onChanged(resourceId);
  }
}

/** What is to be done for an entry now. */
function attemptOf({ resourceType, state }: OutboxEntry): typeof pushEntry {
  if (resourceType === 'Media') return state === 'accepted' ? proveEntry : pushEntry;
  return state === 'accepted' ? proveRegistration : pushRegistration;
}
