import type { Statements } from '../../sqlite/statements.ts';

/** What is sent after what: resources that refer to one the chart does not hold yet. Never in a circle. */
export class Waits {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** Instead of what it waited for before. */
  save(id: string, on: readonly string[]): void {
    this.#statements.prepare('DELETE FROM waits WHERE id = ?').run(id);
    for (const other of on) this.#statements.prepare('INSERT INTO waits (id, on_id) VALUES (?, ?)').run(id, other);
  }

  has(id: string): boolean {
    return this.#statements.prepare<[string], number>('SELECT 1 FROM waits WHERE id = ?').pluck().get(id) !== undefined;
  }

  /** What waits for it. */
  on(id: string): string[] {
    return this.#statements.prepare<[string], string>('SELECT id FROM waits WHERE on_id = ?').pluck().all(id);
  }

  /** Whether one waits for the other, by however many in between. */
  leadsTo(id: string, otherId: string): boolean {
    return this.#statements
      .prepare<[string, string], number>(
        `WITH RECURSIVE reached (id) AS (VALUES (?) UNION SELECT on_id FROM waits JOIN reached ON waits.id = reached.id)
         SELECT 1 FROM reached WHERE id = ?`,
      )
      .pluck()
      .get(id, otherId) !== undefined;
  }
}
