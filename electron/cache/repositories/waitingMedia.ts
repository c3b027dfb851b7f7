import type { MediaRecord } from '../../../shared/sync/ports.ts';
import type { Statements } from '../../sqlite/statements.ts';
import { notGone } from './goneMedia.ts';
import { storedOf, type MediaRow } from './mediaRow.ts';

/** As the index says it. */
const hasUrl = `current ->> '$.content.url' IS NOT NULL`;
const contentWanted = `content_sha256 IS NULL AND evicted_sha256 IS NULL AND ${hasUrl}`;
/** Pinned, or opened before. */
const isKnownPatient = '(patients.pinned = 1 OR patients.used_at IS NOT NULL)';
const patientsOrder = 'patients.pinned DESC NULLS LAST, patients.used_at DESC NULLS LAST';

type RowWithPin = MediaRow & { readonly pinned: number | null };

/** Media that wait for their bytes, or for a thumbnail of them. */
export class WaitingMedia {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /**
   * Media whose bytes the chart has and this computer has not: those of patients who are pinned or were used first, then the newest of all.
   * @param except whom nobody asks about now.
   */
  withoutContent(limit: number, except: readonly string[]): (MediaRecord & { readonly pinned: boolean })[] {
    const rows = this.#ofKnownPatientsWithoutContent(limit, except);
    if (rows.length < limit) rows.push(...this.#ofOthersWithoutContent(limit - rows.length, except));
    return rows.map((row) => ({ ...storedOf(row).record, pinned: row.pinned === 1 }));
  }

  /** Chosen before their rows are read, which are large. */
  #ofKnownPatientsWithoutContent(limit: number, except: readonly string[]): RowWithPin[] {
    const order = `${patientsOrder}, media.taken_at DESC NULLS LAST, media.row DESC`;
    return this.#statements
      .prepare<[string, number], RowWithPin>(
        `SELECT media.*, patients.pinned FROM media JOIN patients ON patients.id = media.patient_id
         WHERE media.row IN (
           SELECT media.row FROM patients CROSS JOIN media INDEXED BY media_without_content ON media.patient_id = patients.id
           WHERE ${isKnownPatient} AND content_sha256 IS NULL AND ${hasUrl} AND (evicted_sha256 IS NULL OR patients.pinned = 1)
             AND ${notGone} AND media.id NOT IN (SELECT value FROM json_each(?))
           ORDER BY ${order} LIMIT ?)
         ORDER BY ${order}`,
      )
      .all(JSON.stringify(except), limit);
  }

  /** In the order of the index: of a hundred thousand, none is read but those that are wanted. */
  #ofOthersWithoutContent(limit: number, except: readonly string[]): RowWithPin[] {
    return this.#statements
      .prepare<[string, number], RowWithPin>(
        `SELECT media.*, patients.pinned FROM media INDEXED BY media_wanting_content LEFT JOIN patients ON patients.id = media.patient_id
         WHERE ${contentWanted} AND (${isKnownPatient}) IS NOT TRUE AND ${notGone} AND media.id NOT IN (SELECT value FROM json_each(?))
         ORDER BY media.taken_at DESC, media.row DESC LIMIT ?`,
      )
      .all(JSON.stringify(except), limit);
  }

  /** The first count is answered by an index alone; few are gone. */
  countWithoutContent(): number {
    return (
      this.#statements
        .prepare<[], number>(`SELECT (SELECT count(*) FROM media WHERE ${contentWanted}) - (SELECT count(*) FROM gone_media CROSS JOIN media ON media.id = media_id WHERE ${contentWanted})`)
        .pluck()
        .get() ?? 0
    );
  }

  withoutThumbnail(limit: number): MediaRecord[] {
    return this.#statements
      .prepare<[number], MediaRow>(
        `SELECT media.* FROM media LEFT JOIN patients ON patients.id = media.patient_id
         WHERE thumbnail = 'wanted' AND content_sha256 IS NOT NULL
         ORDER BY ${patientsOrder}, media.taken_at DESC NULLS LAST, media.row LIMIT ?`,
      )
      .all(limit)
      .map((row) => storedOf(row).record);
  }
}
