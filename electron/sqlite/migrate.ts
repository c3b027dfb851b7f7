import { FailureError } from '../../shared/errors/result.ts';
import type { EncryptedDatabase } from './openEncrypted.ts';
import { withStorageFailures } from '../storage/storageFailure.ts';

/** One step from the version before to the next. Once released it never changes. */
export interface Migration {
  /** As its file is called: `0001-first`. */
  readonly name: string;
  readonly run: (database: EncryptedDatabase) => void;
}

/**
 * Brings the database to the newest version, each step in a transaction of its own; `user_version` counts the steps done.
 * @throws FailureError with `local.database-newer` when a newer Lightbox wrote it; nothing is changed then.
 */
export function migrate(database: EncryptedDatabase, migrations: readonly Migration[]): void {
  withStorageFailures(() => {
    const version = knownVersion(database, migrations);
    for (const [index, migration] of migrations.entries()) {
      if (index < version) continue;
      database
        .transaction(() => {
          migration.run(database);
          database.pragma(`user_version=${String(index + 1)}`);
        })
        .exclusive();
    }
  });
}

/**
 * @returns how many of the steps the database has behind it.
 * @throws FailureError with `local.database-newer`.
 */
export function knownVersion(database: EncryptedDatabase, migrations: readonly Migration[]): number {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > migrations.length) {
    throw new FailureError({ code: 'local.database-newer', detail: `version ${String(version)}, this Lightbox knows ${String(migrations.length)}` });
  }
  return version;
}
