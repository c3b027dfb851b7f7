import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { FailureError } from '../../../shared/errors/result.ts';
import { openEncrypted, type EncryptedDatabase } from '../../sqlite/openEncrypted.ts';
import { resources } from './migrations/0001-resources.ts';

/** In order; the number of those applied stands in `user_version`. Never change one that was released. */
const migrations: readonly string[] = [resources];

/**
 * Opens the server's database, brings its schema up to date and holds it alone: two servers on one database could give two
 * changes the same instant.
 * @throws FailureError with `local.database-newer`, `local.database-corrupt`, `local.in-use` or what opening the file says.
 */
export function openDatabase(dataDirectory: string, key: Uint8Array): EncryptedDatabase {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const database = openEncrypted({ file: path.join(dataDirectory, 'media-server.sqlite'), key });
  try {
    holdAlone(database);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function holdAlone(database: EncryptedDatabase): void {
  database.pragma('busy_timeout=0');
  database.pragma('locking_mode=EXCLUSIVE');
  try {
    // The lock is taken by the first write and then kept.
    database.exec('BEGIN EXCLUSIVE; COMMIT;');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') throw new FailureError({ code: 'local.in-use' }, { cause: error });
    throw error;
  }
}

function migrate(database: EncryptedDatabase): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > migrations.length) {
    throw new FailureError({ code: 'local.database-newer', detail: `schema ${String(version)}, this server knows ${String(migrations.length)}` });
  }
  database.transaction(() => {
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.pragma(`user_version=${String(migrations.length)}`);
  })();
}
