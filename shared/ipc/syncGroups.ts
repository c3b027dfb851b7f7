import type { OutboxState } from '../sync/outboxEntry.ts';
import type { SyncEntryView, SyncStatus } from './views.ts';

/** What the sync centre and the command line sort changes into. */
export type SyncGroup = 'needs-you' | 'on-its-way' | 'done';

const groups = {
  parked: 'needs-you', conflict: 'needs-you',
  pending: 'on-its-way', blocked: 'on-its-way', sending: 'on-its-way', accepted: 'on-its-way',
  confirmed: 'done',
} as const satisfies Record<OutboxState, SyncGroup>;

/**
 * Needs you and on its way: oldest first, as they will be dealt with. Done: newest first.
 * @param doneSince what was proven before is not listed any more: the beginning of today, ms since 1970.
 */
export function groupEntries(entries: readonly SyncEntryView[], doneSince: number): Record<SyncGroup, readonly SyncEntryView[]> {
  const of = (group: SyncGroup) => entries.filter(({ state }) => groups[state] === group);
  const inOrder = (some: readonly SyncEntryView[]) => some.toSorted((a, b) => a.sequence - b.sequence);
  const doneAt = ({ settledAt, recordedAt }: SyncEntryView) => settledAt ?? recordedAt;
  return {
    'needs-you': inOrder(of('needs-you')),
    'on-its-way': inOrder(of('on-its-way')),
    done: of('done').filter((entry) => doneAt(entry) >= doneSince).toSorted((a, b) => doneAt(b) - doneAt(a)),
  };
}

export function needsPersonCount({ counts }: Pick<SyncStatus, 'counts'>): number {
  return counts.parked + counts.conflict;
}

export function waitingCount({ counts }: Pick<SyncStatus, 'counts'>): number {
  return counts.pending + counts.blocked + counts.sending + counts.accepted;
}
