import type { Failure } from '../../shared/errors/errorCode.ts';
import { attempt, type Result } from '../../shared/errors/result.ts';
import type { ExportManifest } from '../../shared/sync/exportManifest.ts';
import { readUnsettled } from '../cache/readUnsettled.ts';
import { WorkCopies, type WorkCopy } from '../cache/workCopies.ts';
import type { KeyRing } from '../keys/keyRing.ts';
import { dataDirectoryAt } from './dataDirectory.ts';
import { writeExport } from './writeExport.ts';

/** What is not proven, by Lightbox's id of the resource. `damage`: why the database could not tell all of it, and copies beside it stand in. */
export function unsettledWork({ dataDirectory, keys }: { readonly dataDirectory: string; readonly keys: KeyRing }): { readonly works: ReadonlyMap<string, WorkCopy>; readonly damage: Failure | null } {
  const directory = dataDirectoryAt(dataDirectory);
  const { works, failure } = readUnsettled({ file: directory.database, key: keys.key('database') });
  const copies = new WorkCopies({ folder: directory.workCopies, secret: keys.key('high-water-mark') });
  const all = new Map(works);
  // Where the database can tell all of it, a copy it does not know is of work that is proven by now.
  if (failure) for (const id of copies.ids()) {
    const copy = copies.read(id);
    if (copy && !all.has(id)) all.set(id, copy);
  }
  copies.forgetKey();
  return { works: all, damage: failure };
}

/**
 * Writes everything that is not proven to be in the chart into a folder; see `writeExport`. Works on a directory that no longer opens; changes
 * nothing in it. The caller holds the lock of the directory. Fails with `local.disk-full` or `local.read-only` of the target.
 */
export function exportOutbox({ dataDirectory, keys, target }: { readonly dataDirectory: string; readonly keys: KeyRing; readonly target: string }): Promise<Result<ExportManifest>> {
  return attempt(async () => {
    const { works, damage } = unsettledWork({ dataDirectory, keys });
    const blobs = { directory: dataDirectoryAt(dataDirectory).blobs, key: keys.key('blobs') };
    return writeExport({ works: works.values(), damage, exportedAt: Date.now() }, { blobs, target });
  });
}
