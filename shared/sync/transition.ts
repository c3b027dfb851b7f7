import type { Failure } from '../errors/errorCode.ts';
import { classifyFailure, isLinkFailure } from './classifyFailure.ts';
import type { OutboxEntry } from './outboxEntry.ts';
import { longestRetryPause, retryPause } from './retrySchedule.ts';

/** Instants are milliseconds since 1970 UTC; `random` lies in [0, 1). */
export type OutboxEvent =
  /** An attempt begins. */
  | { readonly kind: 'sent' }
  /** The bytes lie on the server; a second attempt need not send them again. */
  | { readonly kind: 'uploaded'; readonly url: string }
  /** The request of a create is about to leave. */
  | { readonly kind: 'dispatched'; readonly now: number }
  /** The chart answered that the create had no effect. */
  | { readonly kind: 'not-taken' }
  /** The chart answered that it took the change. */
  | { readonly kind: 'accepted'; readonly now: number }
  /** Re-reading the chart proved it. */
  | { readonly kind: 'confirmed'; readonly now: number }
  /** Re-reading the chart did not show what was sent. */
  | { readonly kind: 'unproven'; readonly failure: Failure; readonly now: number; readonly random: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly now: number; readonly random: number }
  /** Another change was merged in; try again with the new version. */
  | { readonly kind: 'rebased'; readonly now: number; readonly random: number }
  /** Both sides changed the same thing: a person decides. */
  | { readonly kind: 'conflicted'; readonly failure: Failure }
  /** The way to the chart is open again. */
  | { readonly kind: 'recovered'; readonly now: number }
  /** The process begins anew, and the clock may have been set meanwhile. */
  | { readonly kind: 'restarted'; readonly now: number }
  /** A person asks for another try. */
  | { readonly kind: 'retried'; readonly now: number }
  /** A person decided a conflict. */
  | { readonly kind: 'resolved'; readonly now: number };

/** After so many readings that do not show what was sent, a person has to look. */
export const proofAttempts = 5;
/** Rebasing is immediate until then; a resource that changes faster than we can write gets pauses. */
const immediateRebases = 3;

/**
 * The life of an outbox entry, all of it. An event that does not apply to the entry's state (a late answer, a double click) leaves it as it is.
 */
export function transition(entry: OutboxEntry, event: OutboxEvent): OutboxEntry {
  switch (event.kind) {
    case 'sent':
      return entry.state === 'pending' ? { ...entry, state: 'sending' } : entry;
    case 'uploaded':
      return entry.state === 'sending' ? { ...entry, uploadedUrl: event.url } : entry;
    case 'dispatched':
      return entry.state === 'sending' ? { ...entry, sentAt: event.now } : entry;
    case 'not-taken':
      return entry.state === 'sending' ? { ...entry, sentAt: null } : entry;
    case 'accepted':
      return entry.state === 'sending' ? { ...entry, state: 'accepted', attempts: 0, failure: null, nextAttemptAt: event.now, sentAt: null } : entry;
    case 'confirmed':
      return entry.state === 'accepted' ? { ...entry, state: 'confirmed', failure: null, settledAt: event.now } : entry;
    case 'unproven':
      if (entry.state !== 'accepted') return entry;
      return entry.attempts + 1 >= proofAttempts ? parked(entry, event.failure) : postponed(entry, event);
    case 'failed':
      return entry.state === 'sending' || entry.state === 'accepted' ? failed(entry, event) : entry;
    case 'rebased':
      if (entry.state !== 'sending') return entry;
      return {
        ...entry, state: 'pending', failure: null, attempts: entry.attempts + 1, sentAt: null,
        nextAttemptAt: entry.attempts < immediateRebases ? event.now : event.now + retryPause(entry.attempts, event.random),
      };
    case 'conflicted':
      return entry.state === 'sending' || entry.state === 'accepted' ? { ...entry, state: 'conflict', failure: event.failure } : entry;
    case 'recovered':
      return waitsForTheLink(entry) ? { ...entry, nextAttemptAt: event.now } : entry;
    case 'restarted':
      return shortened(entry, event.now);
    case 'retried':
      return retried(entry, event.now);
    case 'resolved':
      return entry.state === 'conflict' ? { ...entry, state: 'pending', failure: null, attempts: 0, nextAttemptAt: event.now } : entry;
  }
}

function failed(entry: OutboxEntry, event: { readonly failure: Failure; readonly now: number; readonly random: number }): OutboxEntry {
  const waiting: OutboxEntry = { ...entry, state: entry.state === 'accepted' ? 'accepted' : 'pending' };
  switch (classifyFailure(event.failure)) {
    case 'retry':
    case 'merge':
      return postponed(waiting, event);
    case 'sign-in':
      return { ...waiting, failure: event.failure, nextAttemptAt: event.now };
    case 'cancelled':
      return { ...waiting, nextAttemptAt: event.now };
    case 'person':
      return parked(entry, event.failure);
  }
}

function postponed(entry: OutboxEntry, event: { readonly failure: Failure; readonly now: number; readonly random: number }): OutboxEntry {
  const pause = retryPause(entry.attempts, event.random, event.failure.retryAfterMilliseconds);
  return { ...entry, failure: event.failure, attempts: entry.attempts + 1, nextAttemptAt: event.now + pause };
}

function parked(entry: OutboxEntry, failure: Failure): OutboxEntry {
  return { ...entry, state: 'parked', failure };
}

/** Bytes whose proof failed, or which the server lost, are sent again: their address is forgotten. */
function retried(entry: OutboxEntry, now: number): OutboxEntry {
  if (entry.state === 'parked') return { ...entry, state: 'pending', failure: null, attempts: 0, nextAttemptAt: now, uploadedUrl: null };
  return entry.state === 'pending' || entry.state === 'accepted' ? { ...entry, nextAttemptAt: now } : entry;
}

/** No longer than the schedule could have asked for. */
function shortened(entry: OutboxEntry, now: number): OutboxEntry {
  const latest = now + longestRetryPause(Math.max(0, entry.attempts - 1), entry.failure?.retryAfterMilliseconds);
  return (entry.state === 'pending' || entry.state === 'accepted') && entry.nextAttemptAt > latest ? { ...entry, nextAttemptAt: latest } : entry;
}

function waitsForTheLink(entry: OutboxEntry): boolean {
  return (entry.state === 'pending' || entry.state === 'accepted') && entry.failure !== null && isLinkFailure(entry.failure);
}
