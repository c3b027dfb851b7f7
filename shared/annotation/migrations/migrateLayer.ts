import { currentLayerVersion } from '../layer.ts';

/** Turns the stored form of one version into that of the next; named for what changed, one file each in this folder. */
type Migration = (stored: unknown) => unknown;

/** Key: the version it starts from. Version 1 is the first and the current one, so there is nothing to bring forward yet. */
const migrations: Readonly<Record<number, Migration>> = {};

/** @returns the stored form in the current version, or undefined where no way leads there. */
export function migrateLayer(stored: unknown, version: number): unknown {
  let migrated = stored;
  for (let from = version; from < currentLayerVersion; from += 1) {
    const migration = migrations[from];
    if (migration === undefined) return undefined;
    migrated = migration(migrated);
  }
  return migrated;
}
