import type { EncryptedDatabase } from '../../sqlite/openEncrypted.ts';

/** What the server remembers about itself. Everything lies in the encrypted database, so secrets may. */
export class Settings {
  readonly #database: EncryptedDatabase;

  constructor(database: EncryptedDatabase) {
    this.#database = database;
  }

  read(name: string): string | undefined {
    return this.#database.prepare<[string], { readonly value: string }>('SELECT value FROM setting WHERE name = ?').get(name)?.value;
  }

  save(name: string, value: string): void {
    this.#database.prepare('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value').run(name, value);
  }

  /** What was made at the first start is kept for good. */
  async keep(name: string, make: () => string | Promise<string>): Promise<string> {
    const kept = this.read(name);
    if (kept !== undefined) return kept;
    const made = await make();
    this.save(name, made);
    return made;
  }
}
