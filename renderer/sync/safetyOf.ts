import { safetyOfState } from '../../shared/ipc/safetyOfState.ts';
import type { Safety, SyncEntryView } from '../../shared/ipc/views.ts';

/** The same badge for a change as for its picture. */
export function safetyOf(entry: SyncEntryView): Safety {
  // What a person has to decide about somebody registered here is no change on both sides.
  const state = entry.state === 'conflict' && entry.resourceType !== 'Media' ? 'needs-you' : safetyOfState[entry.state];
  return { state, progress: entry.progress, provenAt: entry.settledAt, failure: entry.failure };
}
