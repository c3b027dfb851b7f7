import type { Statements } from '../../sqlite/statements.ts';

/** How far each search of the chart has been read. */
export class Cursors {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  read(scope: string): string | undefined {
    return this.#statements.prepare<[string], string>('SELECT cursor FROM cursors WHERE scope = ?').pluck().get(scope);
  }

  save(scope: string, cursor: string): void {
    this.#statements
      .prepare('INSERT INTO cursors (scope, cursor) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET cursor = excluded.cursor')
      .run(scope, cursor);
  }
}
