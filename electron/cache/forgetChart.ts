import { FailureError } from '../../shared/errors/result.ts';
import type { EncryptedDatabase } from '../sqlite/openEncrypted.ts';

/** What came from a chart or goes to it, children before parents. Settings of the person stay. */
const tables = ['outbox', 'waits', 'media_search', 'gone_media', 'conflicts', 'set_aside', 'media', 'registrations', 'patient_search', 'patients', 'cursors', 'losses'] as const;

/**
 * Empties the copy of the chart, as part of a transaction.
 * @throws FailureError with `local.work-waiting` while anything has not been proven to be in the chart.
 */
export function forgetChart(database: EncryptedDatabase): void {
  const waiting = database.prepare<[], number>(`SELECT count(*) FROM outbox WHERE state <> 'confirmed'`).pluck().get() ?? 0;
  if (waiting > 0) throw new FailureError({ code: 'local.work-waiting', detail: `${String(waiting)} in the outbox` });
  for (const table of tables) database.exec(`DELETE FROM ${table}`);
}
