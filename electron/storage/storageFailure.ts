import Database from 'better-sqlite3';
import type { ErrorCode, Failure } from '../../shared/errors/errorCode.ts';
import { FailureError } from '../../shared/errors/result.ts';

/** SQLite's primary result codes; extended codes (SQLITE_IOERR_SHMSIZE) are looked up first, then by their primary part. */
const codeOfSqliteError: Readonly<Record<string, ErrorCode>> = {
  SQLITE_NOTADB: 'local.database-corrupt', // also what a wrong key looks like
  SQLITE_CORRUPT: 'local.database-corrupt',
  SQLITE_FORMAT: 'local.database-corrupt',
  SQLITE_CANTOPEN: 'local.read-only',
  SQLITE_READONLY: 'local.read-only',
  SQLITE_PERM: 'local.read-only',
  SQLITE_FULL: 'local.disk-full',
  SQLITE_IOERR_SHMSIZE: 'local.disk-full', // the shared-memory file beside the log could not grow
  SQLITE_BUSY: 'local.in-use',
  SQLITE_LOCKED: 'local.in-use',
};

const codeOfSystemError: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'local.disk-full',
  EDQUOT: 'local.disk-full',
  EFBIG: 'local.disk-full',
  EROFS: 'local.read-only',
  EACCES: 'local.read-only',
  EPERM: 'local.read-only',
};

/**
 * The one place where an error of SQLite or of Node's file system becomes a Failure; by code, never by text.
 * @returns undefined for what is not about storage: a bug, to be thrown on.
 */
export function storageFailure(error: unknown): Failure | undefined {
  if (error instanceof FailureError) return error.failure;
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const { code: detail } = error;
  const code =
    error instanceof Database.SqliteError ? (codeOfSqliteError[detail] ?? codeOfSqliteError[primaryCode(detail)]) : codeOfSystemError[detail];
  return code === undefined ? undefined : { code, detail };
}

/** Runs `work`; what goes wrong with the storage is thrown as a FailureError, everything else as it is. */
export function withStorageFailures<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw asFailureError(error);
  }
}

/** @returns the FailureError for an error about storage, else the error itself; to be thrown. */
export function asFailureError(error: unknown): unknown {
  if (error instanceof FailureError) return error;
  const failure = storageFailure(error);
  return failure ? new FailureError(failure, { cause: error }) : error;
}

/** SQLITE_IOERR_WRITE -> SQLITE_IOERR. */
function primaryCode(extended: string): string {
  return extended.split('_').slice(0, 2).join('_');
}
