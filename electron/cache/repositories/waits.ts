import type { Statements } from '../../sqlite/statements.ts';

/** Which Media are sent after which: those that refer to one the chart does not hold yet. Never in a circle. */
export class Waits {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** Instead of what it waited for before. */
  save(mediaId: string, on: readonly string[]): void {
    this.#statements.prepare('DELETE FROM waits WHERE media_id = ?').run(mediaId);
    for (const id of on) this.#statements.prepare('INSERT INTO waits (media_id, on_id) VALUES (?, ?)').run(mediaId, id);
  }

  has(mediaId: string): boolean {
    return this.#statements.prepare<[string], number>('SELECT 1 FROM waits WHERE media_id = ?').pluck().get(mediaId) !== undefined;
  }

  /** The Media that wait for it. */
  on(id: string): string[] {
    return this.#statements.prepare<[string], string>('SELECT media_id FROM waits WHERE on_id = ?').pluck().all(id);
  }

  /** Whether one waits for the other, by however many in between. */
  leadsTo(mediaId: string, id: string): boolean {
    return this.#statements
      .prepare<[string, string], number>(
        `WITH RECURSIVE reached (id) AS (VALUES (?) UNION SELECT on_id FROM waits JOIN reached ON media_id = reached.id)
         SELECT 1 FROM reached WHERE id = ?`,
      )
      .pluck()
      .get(mediaId, id) !== undefined;
  }
}
