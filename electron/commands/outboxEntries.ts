import { describeFailure } from '../../shared/errors/describeFailure.ts';
import type { SyncEntryView } from '../../shared/ipc/views.ts';

/** An entry as commands print it: nothing of a patient, neither name nor title. */
export function listedEntry({ sequence, resourceType, resourceId, operation, state, recordedAt, attempts, nextAttemptAt, sizeBytes, bytesToSend, hold, failure }: SyncEntryView) {
  return { sequence, resourceType, resourceId, operation, state, recordedAt: new Date(recordedAt).toISOString(), attempts, nextAttemptAt: nextAttemptAt === null ? null : new Date(nextAttemptAt).toISOString(), sizeBytes, bytesToSend, hold, failure };
}

/** "12  parked  create of Media <id>, 2.0 MB, 3 h old: The chart refused it. (server.rejected)". */
export function describeEntry({ sequence, resourceType, resourceId, operation, state, recordedAt, sizeBytes, hold, failure }: SyncEntryView, now: number): string {
  const facts = [`${operation} of ${resourceType} ${resourceId}`, ...(sizeBytes === null ? [] : [megabytes(sizeBytes)]), `${age(now - recordedAt)} old`, ...(hold === null ? [] : [holdWords[hold]])];
  return `${String(sequence)}  ${state}  ${facts.join(', ')}${failure === null ? '' : `: ${describeFailure(failure).wrong} (${failure.code})`}`;
}

const holdWords = { person: 'held back by a person', large: 'held back: large, on a metered connection' } as const satisfies Record<NonNullable<SyncEntryView['hold']>, string>;

function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function age(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 60) return `${String(minutes)} min`;
  return minutes < 48 * 60 ? `${String(Math.floor(minutes / 60))} h` : `${String(Math.floor(minutes / (24 * 60)))} d`;
}
