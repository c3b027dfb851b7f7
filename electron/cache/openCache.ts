import { Worker } from 'node:worker_threads';
import { fail, FailureError, succeed, type Result } from '../../shared/errors/result.ts';
import type { Cache } from './cache.ts';
import type { CacheCallName, CacheOpening, FromWorker, ToWorker } from './cacheCalls.ts';

/** Every call by name; the type makes a missing one an error. */
const callNames: Readonly<Record<CacheCallName, true>> = {
  patients: true, patient: true, touchPatient: true, pinPatient: true, patientServerId: true, patientsToPull: true,
  alikePatients: true, mrnSystem: true, patientReference: true, registerPatient: true, patientRegistration: true, standFor: true, tellApart: true, registerVisit: true, presentVisit: true, leaveVisit: true, dropVisit: true,
  registration: true, settleRegistration: true, recordAlike: true,
  mediaOfPatient: true, mediaView: true, searchMedia: true, seenReferences: true, mediaRows: true, mediaIds: true, namedBlobs: true, media: true, patientOfMedia: true, patientIdentity: true,
  mediaWithoutContent: true, keptContentBytes: true, evictableContents: true, evictContent: true, touchMedia: true, mediaWithoutThumbnail: true, setThumbnail: true, setProbe: true, attachContent: true,
  recordCapture: true, recordUpdate: true,
  outbox: true, readyEntries: true, entry: true, nextAttemptAt: true, waits: true, recoverInterrupted: true, saveEntry: true, settle: true,
  cursor: true, losses: true, mediaInChart: true, lastMediaOrdinal: true, notInChart: true, patientsWithoutMedia: true, markGone: true, recordConflict: true, conflict: true, decideConflict: true, setAside: true, addSetAside: true, putBack: true, markBroughtBack: true, applyPage: true, counts: true, setChartBase: true, setting: true, saveSetting: true, forgetChart: true, verify: true,
};

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens the cache in a worker thread. Keys are copied; the worker overwrites its copies when the database is open.
 * Fails with `local.database-corrupt` (a wrong key looks the same; detail `high-water-mark`: older than what was acknowledged),
 * `local.database-newer`, `local.read-only`, `local.disk-full` or `local.in-use`. The files are then as they were.
 * Calls throw a FailureError for what the storage refuses; `local.unexpected` when the worker is gone.
 * @param options.workerEntry absolute path of cacheWorker, built or source.
 */
export async function openCache(options: CacheOpening & { readonly workerEntry: string }): Promise<Result<Cache>> {
  const { workerEntry, file } = options;
  // Copies of their own: a Buffer from the pool would take its neighbours across.
  const workerData: CacheOpening = { file, key: Uint8Array.from(options.key), highWaterKey: Uint8Array.from(options.highWaterKey) };
  const client = new CacheClient(new Worker(workerEntry, { workerData, execArgv: [], name: 'cache' }));
  workerData.key.fill(0);
  workerData.highWaterKey.fill(0);
  const opened = await client.opened;
  return opened.ok ? succeed(client.cache()) : opened;
}

class CacheClient {
  readonly opened: Promise<Result<void>>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #nextId = 1;
  #gone = false;

  constructor(worker: Worker) {
    this.#worker = worker;
    const opened = Promise.withResolvers<Result<void>>();
    this.opened = opened.promise;
    this.#ended = new Promise((resolve) => {
      worker.once('exit', () => {
        opened.resolve(fail('local.unexpected', { detail: 'the cache ended' }));
        this.#abandon(new FailureError({ code: 'local.unexpected', detail: 'the cache ended' }));
        resolve();
      });
    });
    worker.once('error', (error) => {
      opened.reject(error);
      this.#abandon(error);
    });
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'opened') opened.resolve(succeed(undefined));
      else if (message.kind === 'not-opened') opened.resolve({ ok: false, error: message.failure });
      else if (message.kind !== 'closed') this.#settle(message);
    });
  }

  /** The table of calls is built from `callNames`; each posts its name and arguments and waits for the answer. */
  cache(): Cache {
    const names = Object.keys(callNames) as CacheCallName[];
    const calls = Object.fromEntries(names.map((name) => [name, (...args: readonly unknown[]) => this.#call(name, args)]));
    return { ...calls, close: () => this.#close() } as Cache;
  }

  #call(name: CacheCallName, args: readonly unknown[]): Promise<unknown> {
    if (this.#gone) return Promise.reject(new FailureError({ code: 'local.locked', detail: 'the cache is closed' }));
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      this.#post(name === 'applyPage' ? { kind: 'call-in-json', id, name, args: JSON.stringify(args) } : { kind: 'call', id, name, args });
    });
  }

  /** What was asked before is still answered. */
  async #close(): Promise<void> {
    if (!this.#gone) {
      this.#gone = true;
      this.#post({ kind: 'close' });
    }
    await this.#ended;
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #settle(message: Extract<FromWorker, { readonly id: number }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.value);
    else if (message.kind === 'failed') waiting?.reject(new FailureError(message.failure));
    else waiting?.reject(new Error(`the cache worker threw: ${message.message}`, { cause: message.stack }));
  }

  #abandon(error: unknown): void {
    this.#gone = true;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
