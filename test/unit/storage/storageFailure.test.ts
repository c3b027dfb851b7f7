import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { asFailureError, storageFailure, withStorageFailures } from '../../../electron/storage/storageFailure.ts';
import { FailureError } from '../../../shared/errors/result.ts';

const systemError = (code: string, message = 'says nothing') => Object.assign(new Error(message), { code });

describe('an error of the storage', () => {
  it.each([
    ['SQLITE_NOTADB', 'local.database-corrupt'],
    ['SQLITE_CORRUPT', 'local.database-corrupt'],
    ['SQLITE_CORRUPT_VTAB', 'local.database-corrupt'],
    ['SQLITE_CANTOPEN_ISDIR', 'local.read-only'],
    ['SQLITE_READONLY_DIRECTORY', 'local.read-only'],
    ['SQLITE_FULL', 'local.disk-full'],
    ['SQLITE_IOERR_SHMSIZE', 'local.disk-full'],
    ['SQLITE_BUSY_SNAPSHOT', 'local.in-use'],
  ])('%s of SQLite is %s', (code, expected) => {
    expect(storageFailure(new Database.SqliteError('says nothing', code))).toEqual({ code: expected, detail: code });
  });

  it.each([
    ['ENOSPC', 'local.disk-full'],
    ['EDQUOT', 'local.disk-full'],
    ['EROFS', 'local.read-only'],
    ['EACCES', 'local.read-only'],
  ])('%s of the system is %s', (code, expected) => {
    expect(storageFailure(systemError(code))).toEqual({ code: expected, detail: code });
  });

  it.each([
    new Error('ENOSPC: no space left on device'),
    systemError('ENOENT', 'database disk image is malformed'),
    new Database.SqliteError('disk is full', 'SQLITE_CONSTRAINT_UNIQUE'),
    new Database.SqliteError('read-only', 'SQLITE_IOERR_READ'),
    'a string', undefined,
  ])('%s is none of ours, whatever its text says', (error) => {
    expect(storageFailure(error)).toBeUndefined();
    expect(asFailureError(error)).toBe(error);
  });

  it('keeps its cause and what already has a code', () => {
    const cause = systemError('ENOSPC');
    expect(asFailureError(cause)).toMatchObject({ failure: { code: 'local.disk-full' }, cause });
    const known = new FailureError({ code: 'local.locked' });
    expect(asFailureError(known)).toBe(known);
    expect(() =>
      withStorageFailures(() => {
        throw cause;
      }),
    ).toThrow(FailureError);
    expect(withStorageFailures(() => existsSync('/'))).toBe(true);
  });
});
