import { failureSchema } from '../../../shared/errors/errorCode.ts';
import { largeBytes, sameAgeMilliseconds, type ReadyEntry } from '../../../shared/sync/fairOrder.ts';
import { outboxEntrySchema, outboxStates, type OutboxEntry, type OutboxState } from '../../../shared/sync/outboxEntry.ts';
import type { Statements } from '../../sqlite/statements.ts';
import { readNullableJson, writeNullableJson } from '../storedJson.ts';

interface OutboxRow {
  readonly sequence: number;
  readonly resource_type: string;
  readonly resource_id: string;
  readonly operation: string;
  readonly state: string;
  readonly attempts: number;
  readonly recorded_at: number;
  readonly next_attempt_at: number;
  readonly settled_at: number | null;
  readonly failure: string | null;
  readonly uploaded_url: string | null;
  readonly sent_at: number | null;
  readonly waits: number;
}

/** With whether its resource waits for another one: as long as it does, what is pending is blocked. */
const columns = 'outbox.*, EXISTS (SELECT 1 FROM waits WHERE waits.id = outbox.resource_id) AS waits';

/** The first unsettled entry of each resource, when time alone keeps it from being sent. */
const waitingForTime = `
  FROM outbox JOIN (SELECT resource_id AS of_resource, min(sequence) AS head FROM outbox WHERE state <> 'confirmed' GROUP BY resource_id) AS heads
    ON outbox.sequence = heads.head
    LEFT JOIN media ON media.id = outbox.resource_id
    LEFT JOIN registrations ON registrations.id = outbox.resource_id
  WHERE (state = 'accepted' OR state = 'pending' AND outbox.resource_id NOT IN (SELECT id FROM waits))`;

export class Outbox {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** To be sent at once, whatever the clock says. */
  add(entry: Pick<OutboxEntry, 'resourceType' | 'resourceId' | 'operation'> & { readonly at: number }): void {
    this.#statements
      .prepare(`INSERT INTO outbox (resource_type, resource_id, operation, state, recorded_at, next_attempt_at) VALUES (?, ?, ?, 'pending', ?, 0)`)
      .run(entry.resourceType, entry.resourceId, entry.operation, entry.at);
  }

  save(entry: OutboxEntry): void {
    this.#statements
      .prepare(
        `UPDATE outbox SET state = ?, attempts = ?, next_attempt_at = ?, settled_at = ?, failure = ?, uploaded_url = ?, sent_at = ? WHERE sequence = ?`,
      )
      .run(
        entry.state === 'blocked' ? 'pending' : entry.state, entry.attempts, Math.ceil(entry.nextAttemptAt), entry.settledAt, writeNullableJson(entry.failure), entry.uploadedUrl, entry.sentAt, entry.sequence,
      );
  }

  entry(sequence: number): OutboxEntry | undefined {
    const row = this.#statements.prepare<[number], OutboxRow>(`SELECT ${columns} FROM outbox WHERE sequence = ?`).get(sequence);
    return row && entryOf(row);
  }

  /** In order of recording; of what is confirmed, what was since `confirmedSince`. */
  all(confirmedSince = 0): OutboxEntry[] {
    return this.#statements
      .prepare<[number], OutboxRow>(`SELECT ${columns} FROM outbox WHERE state <> 'confirmed' OR settled_at >= ? ORDER BY sequence`)
      .all(confirmedSince)
      .map(entryOf);
  }

  unsettled(resourceId: string): OutboxEntry[] {
    return this.#statements
      .prepare<[string], OutboxRow>(`SELECT ${columns} FROM outbox WHERE resource_id = ? AND state <> 'confirmed' ORDER BY sequence`)
      .all(resourceId)
      .map(entryOf);
  }

  /** At most so many of each patient, the first by `fairOrder`; in order of recording. */
  ready(now: number, ofEachPatient: number): ReadyEntry[] {
    return this.#statements
      .prepare<[{ now: number; ofEachPatient: number; sameAge: number; large: number }], OutboxRow & Pick<ReadyEntry, 'patientId' | 'bytesToSend'>>(
        `WITH ready AS (
           SELECT ${columns}, coalesce(media.patient_id, registrations.patient_id) AS patientId,
             iif(operation = 'create' AND state = 'pending' AND uploaded_url IS NULL, coalesce(media.content_size, 0), 0) AS bytesToSend
           ${waitingForTime} AND next_attempt_at <= @now
         )
         SELECT * FROM (
           SELECT *, row_number() OVER (PARTITION BY patientId ORDER BY CAST(recorded_at / @sameAge AS INTEGER), bytesToSend > @large, sequence) AS turn FROM ready
         ) WHERE turn <= @ofEachPatient ORDER BY sequence`,
      )
      .all({ now, ofEachPatient, sameAge: sameAgeMilliseconds, large: largeBytes })
      .map((row) => ({ ...entryOf(row), patientId: row.patientId, bytesToSend: row.bytesToSend }));
  }

  nextAttemptAt(except: readonly number[]): number | undefined {
    const sql = `SELECT min(next_attempt_at) ${waitingForTime} AND sequence NOT IN (SELECT value FROM json_each(?))`;
    return this.#statements.prepare<[string], number | null>(sql).pluck().get(JSON.stringify(except)) ?? undefined;
  }

  recoverInterrupted(): void {
    this.#statements.prepare(`UPDATE outbox SET state = 'pending' WHERE state = 'sending'`).run();
  }

  /** What was to be done, and will not be: the chart deleted a Media, or is not to get what was registered here. */
  drop(resourceId: string): void {
    this.#statements.prepare(`DELETE FROM outbox WHERE resource_id = ? AND state <> 'confirmed'`).run(resourceId);
  }

  /** Forgets what the chart has been proven to hold since before `instant`. */
  pruneConfirmedBefore(instant: number): void {
    this.#statements.prepare(`DELETE FROM outbox WHERE state = 'confirmed' AND settled_at < ?`).run(instant);
  }

  counts(): Record<OutboxState, number> {
    const rows = this.#statements.prepare<[], { stands: OutboxState; count: number }>(`SELECT CASE WHEN state = 'pending' AND resource_id IN (SELECT id FROM waits) THEN 'blocked' ELSE state END AS stands, count(*) AS count FROM outbox GROUP BY stands`).all();
    const counted = new Map(rows.map((row) => [row.stands, row.count]));
    return Object.fromEntries(outboxStates.map((state) => [state, counted.get(state) ?? 0])) as Record<OutboxState, number>;
  }
}

function entryOf(row: OutboxRow): OutboxEntry {
  return outboxEntrySchema.parse({
    sequence: row.sequence,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    operation: row.operation,
    state: row.state === 'pending' && row.waits === 1 ? 'blocked' : row.state,
    attempts: row.attempts,
    recordedAt: row.recorded_at,
    nextAttemptAt: row.next_attempt_at,
    settledAt: row.settled_at,
    failure: readNullableJson(failureSchema, row.failure),
    uploadedUrl: row.uploaded_url,
    sentAt: row.sent_at,
  });
}
