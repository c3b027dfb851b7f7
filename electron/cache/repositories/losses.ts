import { lossSchema, type Loss } from '../../../shared/sync/loss.ts';
import type { Statements } from '../../sqlite/statements.ts';

/** What the chart was found not to keep, of whichever Media. */
export class Losses {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** @param at ms since 1970. */
  save(losses: readonly Loss[], at: number): void {
    const add = this.#statements.prepare('INSERT INTO losses (kind, path, seen_at) VALUES (?, ?, ?) ON CONFLICT (kind, path) DO UPDATE SET seen_at = excluded.seen_at');
    for (const { kind, path } of losses) add.run(kind, path, at);
  }

  all(): Loss[] {
    return this.#statements.prepare<[], Loss>('SELECT kind, path FROM losses ORDER BY kind, path').all().map((row) => lossSchema.parse(row));
  }
}
