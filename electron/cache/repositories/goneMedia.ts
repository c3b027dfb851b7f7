import type { Statements } from '../../sqlite/statements.ts';

interface HeldByChart {
  readonly mediaId: string;
  readonly serverId: string;
  readonly patientId: string | null;
}

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

  /** The Media of a patient, or (undefined) of all, that the chart holds, as far as is known here. */
  inChart(patientId: string | undefined): HeldByChart[] {
    const inChart = `SELECT id AS mediaId, server_id AS serverId, patient_id AS patientId FROM media
      WHERE server_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM gone_media WHERE media_id = media.id)`;
    return patientId === undefined
      ? this.#statements.prepare<[], HeldByChart>(inChart).all()
      : this.#statements.prepare<[string], HeldByChart>(`${inChart} AND patient_id = ?`).all(patientId);
  }

  #touch(mediaId: string): void {
    this.#statements.prepare('UPDATE media SET revision = revision + 1 WHERE id = ?').run(mediaId);
  }
}
