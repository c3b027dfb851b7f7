import type { Failure } from '../../shared/errors/errorCode.ts';
import { FailureError } from '../../shared/errors/result.ts';
import { mediaSchema } from '../../shared/fhir/resources.ts';
import { lookIntoEncrypted, type EncryptedDatabase, type EncryptedFile } from '../sqlite/openEncrypted.ts';
import { storageFailure } from '../storage/storageFailure.ts';
import { readJson } from './storedJson.ts';
import type { WorkCopy } from './workCopies.ts';

interface UnsettledRow {
  readonly sequence: number;
  readonly media_id: string;
  readonly operation: string;
  readonly recorded_at: number;
}

/** What the database itself can still tell of the work that is not proven. */
export interface UnsettledWork {
  /** By Lightbox's id of the Media. */
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
        for (const row of database.prepare<[], UnsettledRow>(`SELECT sequence, media_id, operation, recorded_at FROM outbox WHERE state <> 'confirmed' ORDER BY sequence`).iterate()) rows.push(row);
      });
      for (const [mediaId, entries] of Map.groupBy(rows, ({ media_id }) => media_id)) salvage(() => works.set(mediaId, workOf(database, mediaId, entries)));
    });
  });
  return { works, failure };
}

function workOf(database: EncryptedDatabase, mediaId: string, entries: readonly UnsettledRow[]): WorkCopy {
  const row = database.prepare<[string], { current: string; content_sha256: string | null }>('SELECT current, content_sha256 FROM media WHERE id = ?').get(mediaId);
  if (!row) throw new FailureError({ code: 'local.database-corrupt', detail: 'an outbox entry without its media' });
  return {
    mediaId, media: readJson(mediaSchema, row.current), contentSha256: row.content_sha256, operations: entries.map(({ operation }) => operation), recordedAt: entries[0]?.recorded_at ?? 0,
  };
}
