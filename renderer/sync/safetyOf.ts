import type { Safety, SyncEntryView } from '../../shared/ipc/views.ts';
import type { OutboxState } from '../../shared/sync/outboxEntry.ts';

const states = {
  pending: 'local', blocked: 'local', sending: 'sending', accepted: 'accepted', confirmed: 'proven', parked: 'needs-you', conflict: 'conflict',
} as const satisfies Record<OutboxState, Safety['state']>;

/** The same badge for a change as for its picture. */
export function safetyOf(entry: SyncEntryView): Safety {
  return { state: states[entry.state], progress: entry.progress, provenAt: entry.settledAt, failure: entry.failure };
}
