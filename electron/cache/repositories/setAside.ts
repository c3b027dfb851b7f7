import type { SetAsideView } from '../../../shared/ipc/conflictViews.ts';
import { setAsideItemSchema, type SetAsideItem } from '../../../shared/sync/setAsideItem.ts';
import type { Statements } from '../../sqlite/statements.ts';
import { readJson } from '../storedJson.ts';

interface SetAsideRow {
  readonly id: number;
  readonly at: number;
  readonly author: string;
  readonly item: string;
  readonly brought_back_at: number | null;
}

/** What was decided against, of each Media. It is never removed but with the whole copy of the chart. */
export class SetAside {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** @param decision.at ms since 1970. */
  add(mediaId: string, decision: { readonly at: number; readonly author: string; readonly items: readonly SetAsideItem[] }): void {
    const insert = this.#statements.prepare('INSERT INTO set_aside (media_id, at, author, item) VALUES (?, ?, ?, ?)');
    for (const item of decision.items) insert.run(mediaId, decision.at, decision.author, JSON.stringify(item));
  }

  /** Newest first. */
  list(mediaId: string): SetAsideView[] {
    return this.#statements
      .prepare<[string], SetAsideRow>('SELECT id, at, author, item, brought_back_at FROM set_aside WHERE media_id = ? ORDER BY id DESC')
      .all(mediaId)
      .map((row) => ({ id: row.id, at: row.at, author: row.author, item: readJson(setAsideItemSchema, row.item), broughtBackAt: row.brought_back_at }));
  }

  markBroughtBack(id: number, at: number): void {
    this.#statements.prepare('UPDATE set_aside SET brought_back_at = ? WHERE id = ?').run(at, id);
  }
}
