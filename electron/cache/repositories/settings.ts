import type { Statements } from '../../sqlite/statements.ts';

/** Small JSON values by name. */
export class Settings {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  read(name: string): unknown {
    const value = this.#statements.prepare<[string], string>('SELECT value FROM settings WHERE name = ?').pluck().get(name);
    return value === undefined ? undefined : JSON.parse(value);
  }

  /** `undefined` removes it. */
  save(name: string, value: unknown): void {
    if (value === undefined) {
      this.#statements.prepare('DELETE FROM settings WHERE name = ?').run(name);
      return;
    }
    this.#statements
      .prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
      .run(name, JSON.stringify(value));
  }
}
