import type { Statements } from '../../sqlite/statements.ts';

interface HeldByChart {
  readonly mediaId: string;
  readonly serverId: string;
  readonly patientId: string | null;
  readonly ordinal: number;
}

/** Of a row of media. */
export const notGone = 'NOT EXISTS (SELECT 1 FROM gone_media WHERE media_id = media.id)';
const isInChart = `server_id IS NOT NULL AND ${notGone}`;

/** Media that the chart was found to hold no more. They stay here, with their bytes. */
export class GoneMedia {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  has(mediaId: string): boolean {
    return this.#statements.prepare<[string], number>('SELECT 1 FROM gone_media WHERE media_id = ?').pluck().get(mediaId) !== undefined;
  }

  /** @param at ms since 1970. @returns whether it was not known before. */
  add(mediaId: string, at: number): boolean {
    const added = this.#statements.prepare('INSERT INTO gone_media (media_id, at) VALUES (?, ?) ON CONFLICT (media_id) DO NOTHING').run(mediaId, at).changes > 0;
    if (added) this.#touch(mediaId);
    return added;
  }

  /** It stands in the chart again. @returns whether it was gone. */
  remove(mediaId: string): boolean {
    const removed = this.#statements.prepare('DELETE FROM gone_media WHERE media_id = ?').run(mediaId).changes > 0;
    if (removed) this.#touch(mediaId);
    return removed;
  }

  /** The Media of a patient, or (undefined) of all, that the chart holds, as far as is known here: those with `after` < ordinal <= `upTo`. */
  inChart(patientId: string | undefined, part: { readonly after: number; readonly upTo: number; readonly most: number }): HeldByChart[] {
    const select = `SELECT id AS mediaId, server_id AS serverId, patient_id AS patientId, row AS ordinal FROM media WHERE ${isInChart}`;
    if (patientId === undefined) return this.#statements.prepare<[typeof part], HeldByChart>(`${select} AND row > @after AND row <= @upTo ORDER BY row LIMIT @most`).all(part);
    // Found by the patient: in the order of rows SQLite would go through all.
    const ofPatient = `${select} AND patient_id = @patientId AND +row > @after AND +row <= @upTo ORDER BY +row LIMIT @most`;
    return this.#statements.prepare<[typeof part & { readonly patientId: string }], HeldByChart>(ofPatient).all({ ...part, patientId });
  }

  /** Those that are none of `inChart`. */
  notInChart(serverIds: readonly string[], patientId: string | undefined): string[] {
    return this.#statements
      .prepare<[{ readonly serverIds: string; readonly patientId: string | null }], string>(
        `SELECT value FROM json_each(@serverIds)
         WHERE NOT EXISTS (SELECT 1 FROM media WHERE server_id = value AND ${isInChart} AND (@patientId IS NULL OR patient_id = @patientId))`,
      )
      .pluck()
      .all({ serverIds: JSON.stringify(serverIds), patientId: patientId ?? null });
  }

  #touch(mediaId: string): void {
    this.#statements.prepare('UPDATE media SET revision = revision + 1 WHERE id = ?').run(mediaId);
  }
}
