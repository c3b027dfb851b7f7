import type { OutboxState } from '../sync/outboxEntry.ts';
import type { Safety } from './views.ts';

/** Every state of an entry is one badge, and the same one wherever it is shown. */
export const safetyOfState = {
  pending: 'local', blocked: 'local', sending: 'sending', accepted: 'accepted', confirmed: 'proven', parked: 'needs-you', conflict: 'conflict',
} as const satisfies Record<OutboxState, Safety['state']>;
