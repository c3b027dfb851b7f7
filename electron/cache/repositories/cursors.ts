import type { EncryptedDatabase } from '../../sqlite/openEncrypted.ts';

/** How far each search of the chart has been read. */
export class Cursors {
  readonly #database: EncryptedDatabase;

  constructor(database: EncryptedDatabase) {
    this.#database = database;
  }

  read(scope: string): string | undefined {
    return this.#database.prepare<[string], string>('SELECT cursor FROM cursors WHERE scope = ?').pluck().get(scope);
  }

  save(scope: string, cursor: string): void {
    this.#database
      .prepare('INSERT INTO cursors (scope, cursor) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET cursor = excluded.cursor')
      .run(scope, cursor);
  }
}
