import type { EncryptedDatabase } from '../../sqlite/openEncrypted.ts';

/** Small JSON values by name. */
export class Settings {
  readonly #database: EncryptedDatabase;

  constructor(database: EncryptedDatabase) {
    this.#database = database;
  }

  read(name: string): unknown {
    const value = this.#database.prepare<[string], string>('SELECT value FROM settings WHERE name = ?').pluck().get(name);
    return value === undefined ? undefined : JSON.parse(value);
  }

  /** `undefined` removes it. */
  save(name: string, value: unknown): void {
    if (value === undefined) {
      this.#database.prepare('DELETE FROM settings WHERE name = ?').run(name);
      return;
    }
    this.#database
      .prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
      .run(name, JSON.stringify(value));
  }
}
