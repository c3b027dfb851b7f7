import type { Statements } from '../sqlite/statements.ts';
import type { Outbox } from './repositories/outbox.ts';

const hangingOnMedia = [['outbox', 'resource_id'], ['waits', 'id'], ['gone_media', 'media_id'], ['conflicts', 'media_id']] as const;

/**
 * What the chart holds for `mediaId` came here under another row, too: two people put back the same deleted picture, and the other's was pulled
 * before this one's was sent. The pulled row goes; what was decided on it stays, with this one. To be called inside a transaction.
 * @returns false, and nothing is changed, while work waits on the other row.
 */
export function absorbTwin({ statements, outbox }: { readonly statements: Statements; readonly outbox: Outbox }, mediaId: string, twinId: string): boolean {
  if (outbox.unsettled(twinId).length > 0) return false;
  statements.prepare('UPDATE set_aside SET media_id = ? WHERE media_id = ?').run(mediaId, twinId);
  for (const [table, key] of hangingOnMedia) statements.prepare(`DELETE FROM ${table} WHERE ${key} = ?`).run(twinId);
  statements.prepare('DELETE FROM media_search WHERE rowid = (SELECT row FROM media WHERE id = ?)').run(twinId);
  statements.prepare('DELETE FROM media WHERE id = ?').run(twinId);
  return true;
}
