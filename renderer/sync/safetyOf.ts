import { safetyOfState } from '../../shared/ipc/safetyOfState.ts';
import type { Safety, SyncEntryView } from '../../shared/ipc/views.ts';

/** The same badge for a change as for its picture. */
export function safetyOf(entry: SyncEntryView): Safety {
  return { state: safetyOfState[entry.state], progress: entry.progress, provenAt: entry.settledAt, failure: entry.failure };
}
