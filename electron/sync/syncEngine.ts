import type { Failure } from '../../shared/errors/errorCode.ts';
import { FailureError, fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { SendingView, SyncStatus, TransferView } from '../../shared/ipc/views.ts';
import type { Choices } from '../../shared/sync/mergeConflict.ts';
import type { OutboxEntry } from '../../shared/sync/outboxEntry.ts';
import type { RegistrationType } from '../../shared/fhir/registration.ts';
import type { Resource } from '../../shared/fhir/resources.ts';
import type { ReferenceSearch, RemoteChart } from '../../shared/sync/ports.ts';
import type { SyncPause } from '../../shared/sync/syncPause.ts';
import { transition } from '../../shared/sync/transition.ts';
import { ChartLink } from './chartLink.ts';
import { ContentBudget } from './contentBudget.ts';
import { Holds } from './holds.ts';
import { KeyedMutex } from '../../shared/sync/keyedMutex.ts';
import { keepBytesApart } from './keepBytesApart.ts';
import { Lane } from './lane.ts';
import { MissingContent } from './missingContent.ts';
import { observeChart } from './observeChart.ts';
import { Puller } from './puller.ts';
import { Pusher } from './pusher.ts';
import { recoverEntries, shortenWaits } from './recoverEntries.ts';
import { resolveConflict, type Decision } from './resolveConflict.ts';
import { engineClock, systemClock, type EngineClock } from './syncClock.ts';
import type { SyncEngineOptions } from './syncEngineOptions.ts';
import { Transfers } from './transfers.ts';

/** Keeps the encrypted copy and the chart alike, in the background. Nothing here rejects but for a bug of the caller. */
export interface SyncEngine {
  /** Takes up what the last process left and begins. */
  readonly start: () => Promise<void>;
  /** Resolves when nothing is written any more. */
  readonly stop: () => Promise<void>;
  readonly setChart: (chart: RemoteChart | null) => void;
  /** True: not one request until false again; what is under way is cancelled. */
  readonly setOffline: (offline: boolean) => void;
  /** Who pauses all, or holds one entry back, ends what is under way of it; what is asked for by hand goes on working. */
  readonly setPause: (pause: SyncPause) => void;
  /** Something was recorded, the machine woke up, the network changed, a person asks: try everything now. */
  readonly wake: () => void;
  /** Pulls, sends, proves and fetches once, until nothing is left that could be done now. */
  readonly runUntilIdle: () => Promise<void>;
  readonly status: () => Pick<SyncStatus, 'registers' | 'link' | 'pause' | 'busy' | 'lastPullAt' | 'nextAttemptAt' | 'failure'>;
  /** Sent share of the bytes of a Media, 0..1; null when none are on their way. */
  readonly progress: (mediaId: string) => number | null;
  /** The files on their way to the chart right now. */
  readonly sending: () => SendingView;
  /** What of a Media's bytes is on its way right now, and what an interrupted fetch has left here. */
  readonly transfer: (mediaId: string) => Promise<{ readonly running: TransferView | null; readonly keptBytes: number }>;
  /** Why the bytes of a Media could not be fetched; null when they were not tried or are here. */
  readonly contentFailure: (mediaId: string) => Failure | null;
  /** Fetches the bytes of one Media now. */
  readonly fetchContent: (mediaId: string) => Promise<Result<void>>;
  /** A person does not want these bytes now, nor by themselves later; what came is kept. Resolves when the fetch has ended. */
  readonly cancelFetch: (mediaId: string) => Promise<void>;
  /** So many bytes of pictures are kept here, at most; what is not confirmed stays however much it is. */
  readonly setContentBudget: (bytes: number) => void;
  /** What the chart has that a Media may refer to; null when it cannot be asked, now or ever. */
  readonly searchReferences: (search: ReferenceSearch) => Promise<Result<readonly Resource[] | null>>;
  /** A person asks for another try of one entry. */
  readonly retry: (sequence: number) => Promise<Result<void>>;
  /** A person decides a conflict: what both sides changed, as they choose; all else is kept from both. Needs no chart. */
  readonly resolve: (sequence: number, choices: Choices, by?: Omit<Decision, 'choices'>) => Promise<Result<void>>;
}

export function createSyncEngine(options: SyncEngineOptions): SyncEngine {
  return new Engine(options);
}

/** A person waits, and can write what they look for. */
const searchMilliseconds = 8_000;
/** However often something is due: never in a hurry, and a rest after the store failed. */
const shortestTimerMilliseconds = 100;
const restMilliseconds = 10_000;

class Engine implements SyncEngine {
  readonly #options: SyncEngineOptions;
  readonly #clock: EngineClock;
  readonly #random: () => number;
  readonly #link: ChartLink;
  readonly #perResource = new KeyedMutex();
  readonly #pushLane = this.#lane(async () => {
    try {
      await this.#pusher.run();
    } catch (error) {
      // Nothing is under way any more; what failed may be left as if it were.
      this.#interrupted = true;
      throw error;
    }
    this.#storeFailure = null;
  });
  readonly #pullLane = this.#lane(() => this.#pull());
  readonly #contentLane = this.#lane(() => this.#fetchContents());
  readonly #transfers: Transfers;
  readonly #content: MissingContent;
  readonly #holds: Holds;
  readonly #pusher: Pusher;
  readonly #budget: ContentBudget;
  #chart: RemoteChart | null = null;
  readonly #puller: Puller;
  #offline: boolean;
  /** Null: it was neither begun nor stopped. */
  #running: boolean | null = null;
  #abort = new AbortController();
  #cancelTimer: () => void = () => undefined;
  #armed = 0;
  #nextAttemptAt: number | null = null;
  #storeFailure: Failure | null = null;
  #restUntil = 0;
  #interrupted = true;
  #recoverWaiting = false;
  readonly #calls = new Set<Promise<unknown>>();

  constructor(options: SyncEngineOptions) {
    this.#options = options;
    this.#clock = engineClock(options.clock ?? systemClock);
    this.#random = options.random ?? Math.random;
    this.#offline = options.offline ?? false;
    this.#link = new ChartLink(this.#clock.now, this.#random, () => this.#changed());
    const { store, blobs } = options;
    this.#transfers = new Transfers(this.#clock.now, (mediaId) => options.onChange({ topic: 'transfer', mediaId }));
    this.#holds = new Holds({ store, blobs, pause: options.pause });
    this.#content = new MissingContent({ store, blobs, transfers: this.#transfers, now: this.#clock.now, random: this.#random, onFetched: (mediaId) => this.#mediaChanged(mediaId) });
    this.#puller = new Puller({ ...options, clock: this.#clock, random: this.#random });
    this.#budget = new ContentBudget({ store, blobs, limitBytes: options.contentBudgetBytes ?? Number.POSITIVE_INFINITY, onEvicted: (media) => options.onChange({ topic: 'media', ...media }) });
    this.#pusher = new Pusher({
      store, blobs, clock: this.#clock, random: this.#random, holds: this.#holds, transfers: this.#transfers, perResource: this.#perResource,
      prepare: () => this.#beforePush(), way: () => this.#way(), onChanged: (resourceId) => this.#resourceChanged(resourceId), onDefect: (error) => this.#defect(error),
    });
    this.#adopt(options.chart);
  }

  readonly start = async (): Promise<void> => {
    this.#running = true;
    this.#interrupt();
    await this.#options.store.recoverInterrupted();
    await shortenWaits(this.#options.store, this.#clock.now());
    this.wake();
  };

  readonly stop = async (): Promise<void> => {
    this.#running = false;
    this.#cancelTimer();
    this.#abort.abort();
    await this.#settled();
    this.#cancelTimer();
  };

  readonly setChart = (chart: RemoteChart | null): void => {
    this.#interrupt();
    this.#adopt(chart);
    this.wake();
  };

  readonly setOffline = (offline: boolean): void => {
    if (offline === this.#offline) return;
    this.#offline = offline;
    if (offline) this.#interrupt();
    this.#changed();
    this.wake();
  };

  readonly setPause = (pause: SyncPause): void => {
    if (pause.paused && !this.#holds.pause.paused) this.#interrupt();
    this.#holds.change(pause);
    this.#changed();
    this.wake();
  };

  readonly wake = (): void => {
    this.#puller.soon();
    this.#restUntil = 0;
    this.#recoverWaiting = true;
    this.#content.forgetFailures();
    this.#link.reset();
    void this.#tick();
  };

  readonly runUntilIdle = async (): Promise<void> => {
    if (!this.#running) this.#interrupt();
    this.#running = true;
    this.#recoverWaiting = true;
    this.#link.reset();
    // Sent before and after the pull: it may bring what an entry waits for.
    for (const lane of [this.#pushLane, this.#pullLane, this.#pushLane, this.#contentLane]) await lane.request();
  };

  readonly status = () => {
    const link = this.#chart === null ? 'not-connected' : this.#offline ? 'offline-chosen' : this.#link.state;
    const next = this.#unasked() && !this.#link.up ? this.#link.nextProbeAt : this.#nextAttemptAt;
    const nextAttemptAt = next === null ? null : next + this.#clock.wall() - this.#clock.now();
    const { paused, metered, largeBytes } = this.#holds.pause;
    const registers: RegistrationType[] = [...(this.#chart?.capabilities.registers ?? [])];
    return { registers, link, pause: { paused, metered, largeBytes }, busy: this.#busy(), lastPullAt: this.#puller.lastAt, nextAttemptAt, failure: this.#link.failure ?? this.#storeFailure ?? this.#puller.failure } as const;
  };

  readonly progress = (mediaId: string): number | null => this.#transfers.share(mediaId);

  readonly sending = (): SendingView => this.#transfers.sending();

  readonly transfer = async (mediaId: string) => ({ running: this.#transfers.of(mediaId), keptBytes: await this.#content.keptBytes(mediaId) });

  readonly contentFailure = (mediaId: string): Failure | null => this.#content.failure(mediaId);

  readonly fetchContent = async (mediaId: string): Promise<Result<void>> => {
    // What a person asks for is fetched by one that does nothing by itself, too.
    const chart = this.#offline || this.#running === false ? null : this.#chart;
    if (!chart) return fail('local.not-connected');
    const fetched = await this.#tracked(this.#content.fetch(mediaId, chart, this.#abort.signal));
    // It may have been one too many.
    if (fetched.ok && this.#way()) void this.#contentLane.request();
    return fetched;
  };

  readonly setContentBudget = (bytes: number): void => {
    this.#budget.limitBytes = bytes;
    if (this.#way()) void this.#contentLane.request();
  };

  readonly cancelFetch = (mediaId: string): Promise<void> => this.#content.cancel(mediaId);

  readonly searchReferences = async (search: ReferenceSearch): Promise<Result<readonly Resource[] | null>> => {
    const chart = this.#link.up ? this.#open() : undefined;
    const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(searchMilliseconds)]);
    return chart?.searchReferences ? this.#tracked(chart.searchReferences(search, signal)) : succeed(null);
  };

  readonly retry = async (sequence: number): Promise<Result<void>> =>
    this.#withEntry(sequence, async (entry) => {
      await this.#options.store.saveEntry(transition(entry, { kind: 'retried', now: this.#clock.now() }));
      return succeed(undefined);
    });

  readonly resolve = async (sequence: number, choices: Choices, by: Omit<Decision, 'choices'> = { author: '' }): Promise<Result<void>> =>
    this.#withEntry(sequence, (entry) => resolveConflict({ store: this.#options.store, now: this.#clock.now }, entry, { choices, ...by }));

  async #withEntry(sequence: number, work: (entry: OutboxEntry) => Promise<Result<void>>): Promise<Result<void>> {
    const { store } = this.#options;
    const known = await store.entry(sequence);
    if (!known) return fail('local.not-found', { detail: 'entry' });
    const locked = this.#perResource.run(known.resourceId, async () => {
      const entry = await store.entry(sequence);
      return entry ? work(entry) : fail('local.not-found', { detail: 'entry' });
    });
    const done = await this.#tracked(locked);
    await this.#resourceChanged(known.resourceId);
    if (done.ok) this.wake();
    return done;
  }

  #adopt(chart: RemoteChart | null): void {
    this.#chart = chart && observeChart(keepBytesApart(chart, this.#options.blobs), (failure) => this.#link.hear(failure));
    this.#puller.anotherChart();
    this.#link.reset();
  }

  /** The chart, when there may be requests. */
  #open(): RemoteChart | null {
    return this.#offline || !this.#running ? null : this.#chart;
  }

  /** The chart, when there may be requests that nobody asks for by hand. */
  #unasked(): RemoteChart | null {
    return this.#holds.pause.paused ? null : this.#open();
  }

  /** The chart while it answers. */
  #way(): { readonly chart: RemoteChart; readonly signal: AbortSignal } | null {
    const chart = this.#unasked();
    return chart && this.#link.up ? { chart, signal: this.#abort.signal } : null;
  }

  #interrupt(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  #busy(): boolean {
    return this.#pushLane.busy || this.#pullLane.busy || this.#contentLane.busy;
  }

  async #settled(): Promise<void> {
    while (this.#busy() || this.#calls.size > 0) {
      await Promise.allSettled([this.#pushLane.settled(), this.#pullLane.settled(), this.#contentLane.settled(), ...this.#calls]);
    }
  }

  /** What a caller asked for is waited for, too, before the engine counts as stopped. */
  async #tracked<Value>(call: Promise<Value>): Promise<Value> {
    this.#calls.add(call);
    try {
      return await call;
    } finally {
      this.#calls.delete(call);
    }
  }

  #changed(): void {
    this.#options.onChange({ topic: 'sync' });
  }

  /** Who was registered here is shown wherever patients are, and what waited for it may go. */
  async #resourceChanged(resourceId: string): Promise<void> {
    if (!(await this.#options.store.registration(resourceId))) return this.#mediaChanged(resourceId);
    this.#options.onChange({ topic: 'patients' });
    this.#changed();
  }

  async #mediaChanged(mediaId: string): Promise<void> {
    this.#options.onChange({ topic: 'media', mediaId, patientId: await this.#options.store.patientOfMedia(mediaId) });
    this.#changed();
  }

  /** Does what is due. While the way is closed, a pull is the probe. Each lane sets the timer for what comes next when it ends. */
  async #tick(): Promise<void> {
    this.#cancelTimer();
    if (!this.#unasked()) return;
    const pulled = this.#pullDue() ? this.#pullLane.request() : Promise.resolve();
    if (this.#link.up) void this.#push();
    await pulled;
    if (this.#way()) await Promise.all([this.#contentLane.request(), this.#push()]);
  }

  /** A run that waits for a large file takes up at once what became ready. */
  #push(): Promise<void> {
    this.#pusher.look();
    return this.#pushLane.request();
  }

  #pullDue(): boolean {
    return !this.#pullLane.busy && this.#puller.isDue();
  }

  async #arm(): Promise<void> {
    if (!this.#unasked()) return;
    const turn = ++this.#armed;
    const due = await this.#options.store.nextAttemptAt(this.#holds.known()).catch((error: unknown) => this.#defect(error));
    if (turn !== this.#armed || !this.#unasked()) return;
    // What is due by now, or always was, is no next time.
    this.#nextAttemptAt = due !== undefined && due > this.#clock.now() ? due : null;
    const pull = this.#pullLane.busy ? Number.POSITIVE_INFINITY : this.#puller.nextAt;
    const next = this.#link.up ? Math.min(pull, due ?? Number.POSITIVE_INFINITY) : this.#link.nextProbeAt;
    if (next === Number.POSITIVE_INFINITY) return;
    this.#cancelTimer();
    const pause = Math.max(shortestTimerMilliseconds, Math.max(next, this.#restUntil) - this.#clock.now());
    this.#cancelTimer = this.#clock.setTimer(pause, () => {
      if (!this.#link.up) this.#puller.soon();
      void this.#tick();
    });
  }

  /** Nothing thrown leaves a lane: a failure of the store is shown and tried again later, anything else is a bug and told. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    this.#changed();
    try {
      await work();
    } catch (error) {
      this.#defect(error);
      this.#restUntil = this.#clock.now() + restMilliseconds;
    }
    this.#changed();
  }

  #lane(work: () => Promise<void>): Lane {
    return new Lane(() => this.#guarded(work), () => void this.#arm());
  }

  #defect(error: unknown): undefined {
    this.#storeFailure = error instanceof FailureError ? error.failure : { code: 'local.unexpected' };
    if (!(error instanceof FailureError)) this.#options.onDefect?.(error);
  }

  /** What has to be so before the outbox is read. */
  async #beforePush(): Promise<void> {
    const { store } = this.#options;
    if (this.#interrupted) await store.recoverInterrupted();
    this.#interrupted = false;
    if (!this.#recoverWaiting) return;
    this.#recoverWaiting = false;
    await recoverEntries(store, this.#perResource, this.#clock.now);
  }

  /** Nothing makes room while the chart is away: it could not be had again. */
  async #fetchContents(): Promise<void> {
    if (!this.#way()) return;
    await this.#budget.count();
    await this.#content.fetchAll(() => this.#way(), (record) => this.#holds.prefetches(record), (record) => this.#budget.hasRoom(record));
    if (this.#way()) await this.#budget.enforce();
  }

  async #pull(): Promise<void> {
    const chart = this.#unasked();
    if (!chart) return;
    const wasClosed = !this.#link.up;
    await this.#puller.pull(chart, this.#abort.signal);
    if (wasClosed && this.#link.up) this.#recoverWaiting = true;
  }
}
