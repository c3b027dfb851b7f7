import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { knownVersion, migrate } from '../sqlite/migrate.ts';
import { lookIntoEncrypted, openEncrypted, type EncryptedDatabase } from '../sqlite/openEncrypted.ts';
import { Statements } from '../sqlite/statements.ts';
import { storageFailure } from '../storage/storageFailure.ts';
import type { CacheCalls, CacheOpening, FromWorker, ToWorker } from './cacheCalls.ts';
import { createCacheStore } from './cacheStore.ts';
import { keepDamagedLog, readLog } from './damagedLog.ts';
import { HighWaterMark, refuseLostWork } from './highWaterMark.ts';
import { migrations } from './migrations/migrations.ts';
import { checkpoint } from './personsWork.ts';
import { Outbox } from './repositories/outbox.ts';
import { WorkCopies } from './workCopies.ts';

const keepConfirmedMilliseconds = 7 * 24 * 60 * 60 * 1000;
/** Of 4 KiB. */
const pulledPagesInLog = 8_000;
const mostPagesCopied = 8_000;

/** The cache's thread: opens the database, then answers one call after the other until it is told to close. */
function serve(port: MessagePort, opening: CacheOpening): void {
  const say = (message: FromWorker): void => {
    port.postMessage(message);
  };
  let opened: ReturnType<typeof open>;
  try {
    opened = open(opening);
  } catch (error) {
    const failure = storageFailure(error);
    if (!failure) throw error;
    say({ kind: 'not-opened', failure });
    return;
  } finally {
    opening.key.fill(0);
    opening.highWaterKey.fill(0);
  }
  const { database, mark, copies } = opened;
  const store = createCacheStore({ ...opened, now: Date.now });
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'close') {
      mark.forget();
      copies.forgetKey();
      database.close();
      say({ kind: 'closed' });
      port.close();
      return;
    }
    say(answer(store, message));
  });
  say({ kind: 'opened' });
}

function open(opening: CacheOpening): { readonly database: EncryptedDatabase; readonly mark: HighWaterMark; readonly copies: WorkCopies; readonly findings: readonly string[] } {
  const markFile = join(dirname(opening.file), 'high-water-mark.json');
  refuseUntouched(opening, markFile);
  const log = readLog(opening.file);
  const database = openEncrypted(opening);
  try {
    const damage = keepDamagedLog(opening.file, log, framesRead(database), Date.now());
    migrate(database, migrations);
    giveBackFreePages(database);
    const mark = new HighWaterMark({ database, file: markFile, key: opening.highWaterKey });
    mark.check();
    new Outbox(new Statements(database)).pruneConfirmedBefore(Date.now() - keepConfirmedMilliseconds);
    checkpoint(database);
    // A first pull writes the same pages of the indexes again and again: copied into the database at every 1,000th, as is usual, that takes half
    // of its time. What a person did is checkpointed by itself.
    database.pragma(`wal_autocheckpoint=${String(pulledPagesInLog)}`);
    database.pragma('cache_size=-16000');
    const copies = new WorkCopies({ folder: join(dirname(opening.file), 'work'), secret: opening.highWaterKey });
    return { database, mark, copies, findings: damage === undefined ? [] : [damage] };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** How many frames of the log SQLite took for good. */
function framesRead(database: EncryptedDatabase): number {
  const [result] = database.pragma('wal_checkpoint(PASSIVE)') as { readonly log: number }[];
  return result?.log ?? 0;
}

/**
 * What a migration dropped leaves pages nobody reads, and damage in them would be found by nobody. The copy is made in memory, for on disk it
 * would lie in clear; a large database uses its free pages up soon enough.
 */
function giveBackFreePages(database: EncryptedDatabase): void {
  const [free, all] = ['freelist_count', 'page_count'].map((name) => Number(database.pragma(name, { simple: true })));
  if (free !== undefined && all !== undefined && free > 0 && all < mostPagesCopied) database.exec('VACUUM');
}

/** What is refused is refused before anything is written. */
function refuseUntouched(opening: CacheOpening, markFile: string): void {
  const refuse = (database: EncryptedDatabase | undefined): void => {
    refuseLostWork({ database, markFile, key: opening.highWaterKey });
  };
  if (!existsSync(opening.file)) {
    refuse(undefined);
    return;
  }
  lookIntoEncrypted(opening, (database) => {
    refuse(knownVersion(database, migrations) > 0 ? database : undefined);
  });
}

function answer(store: CacheCalls, call: Extract<ToWorker, { readonly id: number }>): FromWorker {
  try {
    const method = store[call.name] as (...args: readonly unknown[]) => unknown;
    const args = call.kind === 'call-in-json' ? (JSON.parse(call.args) as readonly unknown[]) : call.args;
    return { kind: 'answer', id: call.id, value: method(...args) };
  } catch (error) {
    const failure = storageFailure(error);
    return failure ? { kind: 'failed', id: call.id, failure } : { kind: 'threw', id: call.id, ...description(error) };
  }
}

/** An error of any class may hold what cannot cross to another thread. */
function description(error: unknown): { readonly message: string; readonly stack: string } {
  return error instanceof Error ? { message: error.message, stack: error.stack ?? '' } : { message: String(error), stack: '' };
}

if (!parentPort) throw new Error('this module runs in a worker thread only');
serve(parentPort, workerData as CacheOpening);
