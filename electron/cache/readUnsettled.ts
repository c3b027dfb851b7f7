import type { Failure } from '../../shared/errors/errorCode.ts';
import { FailureError } from '../../shared/errors/result.ts';
import { registrationSchema } from '../../shared/fhir/registration.ts';
import { mediaSchema } from '../../shared/fhir/resources.ts';
import { lookIntoEncrypted, type EncryptedDatabase, type EncryptedFile } from '../sqlite/openEncrypted.ts';
import { storageFailure } from '../storage/storageFailure.ts';
import { readJson } from './storedJson.ts';
import type { WorkCopy } from './workCopies.ts';

interface UnsettledRow {
  readonly sequence: number;
  readonly id: string;
  readonly operation: string;
  readonly recorded_at: number;
}

/** What the database itself can still tell of the work that is not proven. */
export interface UnsettledWork {
  /** By Lightbox's id of the resource. */
  readonly works: ReadonlyMap<string, WorkCopy>;
  /** Why not all of it could be read; null: it could. */
  readonly failure: Failure | null;
}

/** Reads past what is damaged, row by row; the files stay as they are. Nobody else may have the database open. */
export function readUnsettled(file: EncryptedFile): UnsettledWork {
  const works = new Map<string, WorkCopy>();
  let failure: Failure | null = null;
  const salvage = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      const found = storageFailure(error);
      if (!found) throw error;
      failure ??= found;
    }
  };
  salvage(() => {
    lookIntoEncrypted(file, (database) => {
      const rows: UnsettledRow[] = [];
      salvage(() => {
        const unsettled = `SELECT sequence, ${idColumn(database)} AS id, operation, recorded_at FROM outbox WHERE state <> 'confirmed' ORDER BY sequence`;
        for (const row of database.prepare<[], UnsettledRow>(unsettled).iterate()) rows.push(row);
      });
      for (const [resourceId, entries] of Map.groupBy(rows, ({ id }) => id)) salvage(() => works.set(resourceId, workOf(database, resourceId, entries)));
    });
  });
  return { works, failure };
}

/** A database that does not open is not migrated either: before version 10 the outbox named Media alone. */
function idColumn(database: EncryptedDatabase): string {
  const columns = database.prepare<[], string>(`SELECT name FROM pragma_table_info('outbox')`).pluck().all();
  return columns.includes('resource_id') ? 'resource_id' : 'media_id';
}

function workOf(database: EncryptedDatabase, id: string, entries: readonly UnsettledRow[]): WorkCopy {
  const work = { operations: entries.map(({ operation }) => operation), recordedAt: entries[0]?.recorded_at ?? 0 };
  const row = database.prepare<[string], { current: string; content_sha256: string | null }>('SELECT current, content_sha256 FROM media WHERE id = ?').get(id);
  if (row) return { mediaId: id, media: readJson(mediaSchema, row.current), contentSha256: row.content_sha256, ...work };
  const registration = database.prepare<[string], string>('SELECT current FROM registrations WHERE id = ?').pluck().get(id);
  if (registration === undefined) throw new FailureError({ code: 'local.database-corrupt', detail: 'an outbox entry without its resource' });
  return { registrationId: id, resource: readJson(registrationSchema, registration), ...work };
}
