import path from 'node:path';
import { migrate, type Migration } from '../../sqlite/migrate.ts';
import { openEncrypted, type EncryptedDatabase } from '../../sqlite/openEncrypted.ts';
import { asFailureError } from '../../storage/storageFailure.ts';
import { resources } from './migrations/0001-resources.ts';
import { searchWhole } from './migrations/0002-search-whole.ts';
import { signIn } from './migrations/0003-sign-in.ts';
import { binaryFiles } from './migrations/0004-binary-files.ts';

/** In order of release. */
const migrations: readonly Migration[] = [resources, searchWhole, signIn, binaryFiles];

/**
 * Opens the server's database, brings its schema up to date and holds it alone: two servers on one database could give two
 * changes the same instant.
 * @throws FailureError with `local.database-newer`, `local.database-corrupt`, `local.in-use` or what opening the file says.
 */
export function openDatabase(dataDirectory: string, key: Uint8Array): EncryptedDatabase {
  const database = openEncrypted({ file: path.join(dataDirectory, 'media-server.sqlite'), key, busyMilliseconds: 0 });
  try {
    holdAlone(database);
    database.pragma('journal_size_limit=33554432');
    migrate(database, migrations);
    return database;
  } catch (error) {
    database.close();
    throw asFailureError(error);
  }
}

function holdAlone(database: EncryptedDatabase): void {
  database.pragma('locking_mode=EXCLUSIVE');
  // The lock is taken by the first write and then kept.
  database.exec('BEGIN EXCLUSIVE; COMMIT;');
}
