import type { SyncEntryView, SyncStatus } from '../../shared/ipc/views.ts';
import type { OutboxState } from '../../shared/sync/outboxEntry.ts';

export type SyncGroup = 'needs-you' | 'on-its-way' | 'done';

const groups = {
  parked: 'needs-you', conflict: 'needs-you',
  pending: 'on-its-way', blocked: 'on-its-way', sending: 'on-its-way', accepted: 'on-its-way',
  confirmed: 'done',
} as const satisfies Record<OutboxState, SyncGroup>;

/** Needs you and on its way: oldest first, as they will be dealt with. Done: newest first. */
export function groupEntries(entries: readonly SyncEntryView[]): Record<SyncGroup, readonly SyncEntryView[]> {
  const of = (group: SyncGroup) => entries.filter(({ state }) => groups[state] === group);
  const inOrder = (some: readonly SyncEntryView[]) => some.toSorted((a, b) => a.sequence - b.sequence);
  return {
    'needs-you': inOrder(of('needs-you')),
    'on-its-way': inOrder(of('on-its-way')),
    done: of('done').toSorted((a, b) => (b.settledAt ?? b.recordedAt) - (a.settledAt ?? a.recordedAt)),
  };
}

export function needsPersonCount({ counts }: SyncStatus): number {
  return counts.parked + counts.conflict;
}

export function waitingCount({ counts }: SyncStatus): number {
  return counts.pending + counts.blocked + counts.sending + counts.accepted;
}
