import type { Statement } from 'better-sqlite3';
import type { EncryptedDatabase } from './openEncrypted.ts';

const mostKept = 200;

/**
 * Statements that are compiled once. Compiling costs more than most of them take to run, and what they hold outside the JavaScript heap
 * is not seen by the garbage collector: thousands would pile up.
 */
export class Statements {
  readonly #database: EncryptedDatabase;
  readonly #kept = new Map<string, Statement>();

  constructor(database: EncryptedDatabase) {
    this.#database = database;
  }

  /** @param sql with its values as parameters; the same text is the same statement. */
  prepare<Parameters extends unknown[] = unknown[], Row = unknown>(sql: string): Statement<Parameters, Row> {
    let statement = this.#kept.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#kept.set(sql, statement);
      const [oldest] = this.#kept.keys();
      if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    }
    // Row and Parameters are what the caller says the text means, as with the database's own prepare.
    return statement as Statement<unknown[], unknown> as Statement<Parameters, Row>;
  }
}
