import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { FailureError } from '../../shared/errors/result.ts';
import type { EncryptedDatabase } from '../sqlite/openEncrypted.ts';
import type { HighWaterMark } from './highWaterMark.ts';

/**
 * Room for the log and for the pages it is copied to, so that work is refused before it is recorded. Should another program take that room
 * in between, work may be told as failed although the log holds it: too much is kept then, never too little.
 */
const headroomBytes = 4 * 1024 * 1024;

/**
 * Records what a person did: one transaction, then the write-ahead log is copied into the database and emptied, then the mark outside
 * is raised. When it returns, the work survives a kill, a power cut and a damaged log.
 * @param copied makes the second copy of it.
 * @throws FailureError with `local.disk-full` and others of the storage.
 */
export function recordPersonsWork<Value>(
  options: { readonly database: EncryptedDatabase; readonly mark: HighWaterMark }, work: () => Value, copied: () => void = () => undefined,
): Value {
  const { database, mark } = options;
  const { bavail, bsize } = statfsSync(dirname(database.name));
  if (bavail * bsize < headroomBytes) throw new FailureError({ code: 'local.disk-full', detail: `less than ${String(headroomBytes)} bytes left` });
  const value = database
    .transaction(() => {
      const done = work();
      mark.count();
      return done;
    })
    .immediate();
  checkpoint(database);
  copied();
  mark.raise();
  return value;
}

/** @throws FailureError with `local.in-use` when another connection keeps the log from being emptied. */
export function checkpoint(database: EncryptedDatabase): void {
  const [result] = database.pragma('wal_checkpoint(TRUNCATE)') as { readonly busy: number }[];
  if (result?.busy !== 0) throw new FailureError({ code: 'local.in-use', detail: 'checkpoint' });
}
