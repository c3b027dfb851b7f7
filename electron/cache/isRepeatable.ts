import type { OutboxEntry } from '../../shared/sync/outboxEntry.ts';

/**
 * Whether a power cut may take back that an entry came to this state: it is looked at again then, and comes to the same. That an attempt begins,
 * where the bytes of a new picture went, before anything is made of them, and what the chart told. Not that a create is about to leave, for who
 * does not know of it makes a second one; nor where bytes went that an update names next.
 */
export function isRepeatable({ state, operation, uploadedUrl, sentAt }: Pick<OutboxEntry, 'state' | 'operation' | 'uploadedUrl' | 'sentAt'>): boolean {
  if (state === 'sending') return sentAt === null && (operation === 'create' || uploadedUrl === null);
  return state === 'accepted' || state === 'confirmed';
}
