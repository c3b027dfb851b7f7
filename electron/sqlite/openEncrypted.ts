import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { asFailureError } from '../storage/storageFailure.ts';

/** A connection to an encrypted database; the type better-sqlite3 gives it. */
export type EncryptedDatabase = Database.Database;

const defaultBusyMilliseconds = 5000;

/**
 * Opens or creates an encrypted database (SQLite3MultipleCiphers, AEGIS, raw 256-bit key). WAL with synchronous=FULL, because
 * WAL alone may lose what was already acknowledged; temp_store=MEMORY, because temporary tables would lie in clear on the disk.
 * A file that cannot be read is left as it is.
 * @param key 32 random bytes.
 * @throws FailureError with `local.database-corrupt`, `local.read-only`, `local.disk-full` or `local.in-use`.
 */
export function openEncrypted(options: {
  readonly file: string;
  readonly key: Uint8Array;
  /** How long to wait for another connection's lock before it is `local.in-use`. */
  readonly busyMilliseconds?: number;
}): EncryptedDatabase {
  if (options.key.byteLength !== 32) throw new RangeError('the key must have 32 bytes');
  let database: EncryptedDatabase | undefined;
  try {
    mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 });
    database = new Database(options.file, { timeout: options.busyMilliseconds ?? defaultBusyMilliseconds });
    database.pragma("cipher='aegis'");
    database.pragma(`key='raw:${Buffer.from(options.key).toString('hex')}'`);
    database.pragma('cell_size_check=ON');
    database.pragma('temp_store=MEMORY');
    database.pragma('foreign_keys=ON');
    // The first statement that reads the file: a wrong key or a damaged first page shows here.
    database.pragma('journal_mode=WAL');
    database.pragma('synchronous=FULL');
    return database;
  } catch (error) {
    database?.close();
    throw asFailureError(error);
  }
}
