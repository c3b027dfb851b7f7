import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { succeed, type Result } from '../../shared/errors/result.ts';
import { storageFailure } from '../storage/storageFailure.ts';

/** Held while one Lightbox has the data directory open. */
export interface DirectoryLock {
  readonly release: () => void;
}

/** Kept reachable: a database that is collected as garbage is closed, and its lock is gone. */
const heldDatabases = new Set<Database.Database>();

/**
 * Lets one Lightbox into a data directory. The lock is SQLite's own exclusive file lock on an empty database: the operating system
 * drops it with the process, however that ends, and no process id can be mistaken for another.
 * Fails with `local.in-use`, `local.read-only` or `local.disk-full`.
 */
export function lockDirectory(directory: string): Result<DirectoryLock> {
  let database: Database.Database | undefined;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    database = new Database(join(directory, 'lock.db'), { timeout: 0 });
    const held = database;
    held.pragma('locking_mode=EXCLUSIVE');
    // Nothing worth a journal or a sync is in it; neither may be left behind by a kill.
    held.pragma('journal_mode=MEMORY');
    held.pragma('synchronous=OFF');
    // A write, for a lock alone would be granted in a read-only directory too.
    held.exec('BEGIN EXCLUSIVE; PRAGMA user_version=1; COMMIT');
    heldDatabases.add(held);
    return succeed({
      release: () => {
        heldDatabases.delete(held);
        held.close();
      },
    });
  } catch (error) {
    database?.close();
    const failure = storageFailure(error);
    if (!failure) throw error;
    return { ok: false, error: failure };
  }
}
