import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { asFailureError } from '../storage/storageFailure.ts';

/** A connection to an encrypted database; the type better-sqlite3 gives it. */
export type EncryptedDatabase = Database.Database;

export interface EncryptedFile {
  readonly file: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
  /** How long to wait for another connection's lock before it is `local.in-use`. */
  readonly busyMilliseconds?: number;
}

const defaultBusyMilliseconds = 5000;

/**
 * Opens or creates an encrypted database (SQLite3MultipleCiphers, AEGIS, raw 256-bit key). WAL with synchronous=FULL, because
 * WAL alone may lose what was already acknowledged; temp_store=MEMORY, because temporary tables would lie in clear on the disk.
 * A file that cannot be read is left as it is.
 * @throws FailureError with `local.database-corrupt`, `local.read-only`, `local.disk-full` or `local.in-use`.
 */
export function openEncrypted(options: EncryptedFile): EncryptedDatabase {
  let database: EncryptedDatabase | undefined;
  try {
    mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 });
    database = connect(options, false);
    // The first statement that reads the file: a wrong key or a damaged first page shows here.
    database.pragma('journal_mode=WAL');
    database.pragma('synchronous=FULL');
    return database;
  } catch (error) {
    database?.close();
    throw asFailureError(error);
  }
}

/**
 * Looks into a database that is there, before it is opened for good: closing a connection that may write empties the write-ahead log,
 * and with it what could still tell why a database is refused. Nobody else may have it open meanwhile.
 * @throws FailureError like `openEncrypted`, and what `look` throws; the database and its log are as they were.
 */
export function lookIntoEncrypted<Value>(options: EncryptedFile, look: (database: EncryptedDatabase) => Value): Value {
  const besides = [`${options.file}-wal`, `${options.file}-shm`].filter((path) => !existsSync(path));
  let database: EncryptedDatabase | undefined;
  try {
    database = connect(options, true);
    return look(database);
  } catch (error) {
    throw asFailureError(error);
  } finally {
    database?.close();
    for (const path of besides) rmSync(path, { force: true });
  }
}

function connect(options: EncryptedFile, readonly: boolean): EncryptedDatabase {
  if (options.key.byteLength !== 32) throw new RangeError('the key must have 32 bytes');
  const database = new Database(options.file, { timeout: options.busyMilliseconds ?? defaultBusyMilliseconds, readonly });
  database.pragma("cipher='aegis'");
  database.pragma(`key='raw:${Buffer.from(options.key).toString('hex')}'`);
  database.pragma('cell_size_check=ON');
  database.pragma('temp_store=MEMORY');
  // What is replaced or removed, a token for instance, does not stay behind in the pages it stood on.
  database.pragma('secure_delete=ON');
  database.pragma('foreign_keys=ON');
  return database;
}
