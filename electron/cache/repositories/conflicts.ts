import { createHash } from 'node:crypto';
import { mediaSchema, type Media } from '../../../shared/fhir/resources.ts';
import type { Statements } from '../../sqlite/statements.ts';
import { readNullableJson, writeNullableJson } from '../storedJson.ts';

interface ConflictRow {
  readonly found_at: number;
  readonly version_id: string | null;
  readonly theirs: string | null;
  readonly current: string;
  readonly base: string | null;
}

/** What the chart held when a Media was found changed on both sides. */
export class Conflicts {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** @param conflict.foundAt ms since 1970. `theirs` null: the chart has deleted it. */
  save(conflict: { readonly mediaId: string; readonly foundAt: number; readonly theirs: Media | null; readonly versionId: string | null }): void {
    this.#statements
      .prepare(
        `INSERT INTO conflicts (media_id, found_at, version_id, theirs) VALUES (?, ?, ?, ?)
         ON CONFLICT (media_id) DO UPDATE SET found_at = excluded.found_at, version_id = excluded.version_id, theirs = excluded.theirs`,
      )
      .run(conflict.mediaId, conflict.foundAt, conflict.versionId, writeNullableJson(conflict.theirs));
  }

  /** `shown` stands for all three sides as they are now: who decides says by it what they saw. */
  read(mediaId: string): { readonly foundAt: number; readonly theirs: Media | null; readonly versionId: string | null; readonly shown: string } | undefined {
    const row = this.#statements
      .prepare<[string], ConflictRow>('SELECT found_at, conflicts.version_id, theirs, current, base FROM conflicts JOIN media ON media.id = media_id WHERE media_id = ?')
      .get(mediaId);
    return row && {
      foundAt: row.found_at,
      theirs: readNullableJson(mediaSchema, row.theirs),
      versionId: row.version_id,
      shown: createHash('sha256').update(JSON.stringify([row.version_id, row.theirs, row.current, row.base])).digest('hex'),
    };
  }

  remove(mediaId: string): void {
    this.#statements.prepare('DELETE FROM conflicts WHERE media_id = ?').run(mediaId);
  }
}
