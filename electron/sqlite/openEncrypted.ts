import Database from 'better-sqlite3';
import { FailureError } from '../../shared/errors/result.ts';
import type { ErrorCode } from '../../shared/errors/errorCode.ts';

/** A connection to an encrypted database; the type better-sqlite3 gives it. */
export type EncryptedDatabase = Database.Database;

const codeOfSqliteError: Readonly<Record<string, ErrorCode>> = {
  SQLITE_NOTADB: 'local.database-corrupt', // also what a wrong key looks like
  SQLITE_CORRUPT: 'local.database-corrupt',
  SQLITE_CANTOPEN: 'local.read-only',
  SQLITE_READONLY: 'local.read-only',
  SQLITE_FULL: 'local.disk-full',
  SQLITE_BUSY: 'local.in-use',
};

/**
 * Opens or creates an encrypted database (SQLite3MultipleCiphers, AEGIS, raw 256-bit key). WAL with synchronous=FULL, because
 * WAL alone may lose what was already acknowledged; temp_store=MEMORY, because temporary tables would lie in clear on the disk.
 * @param key 32 random bytes.
 * @throws FailureError with `local.database-corrupt`, `local.read-only`, `local.disk-full` or `local.in-use`.
 */
export function openEncrypted(options: { readonly file: string; readonly key: Uint8Array }): EncryptedDatabase {
  if (options.key.byteLength !== 32) throw new RangeError('the key must have 32 bytes');
  let database: EncryptedDatabase | undefined;
  try {
    database = new Database(options.file);
    database.pragma("cipher='aegis'");
    database.pragma(`key='raw:${Buffer.from(options.key).toString('hex')}'`);
    database.pragma('busy_timeout=5000');
    database.pragma('journal_mode=WAL');
    database.pragma('synchronous=FULL');
    database.pragma('temp_store=MEMORY');
    database.pragma('foreign_keys=ON');
    return database;
  } catch (error) {
    database?.close();
    const code = error instanceof Database.SqliteError ? codeOfSqliteError[error.code] : undefined;
    if (code === undefined) throw error;
    throw new FailureError({ code, detail: error instanceof Database.SqliteError ? error.code : '' }, { cause: error });
  }
}
