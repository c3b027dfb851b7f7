import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCodes, type Failure } from '../../../../shared/errors/errorCode.ts';
import { classifyFailure } from '../../../../shared/sync/classifyFailure.ts';
import { outboxStates, type OutboxEntry } from '../../../../shared/sync/outboxEntry.ts';
import { proofAttempts, transition, type OutboxEvent } from '../../../../shared/sync/transition.ts';

const now = 1_000_000;
const entry = (more: Partial<OutboxEntry> = {}): OutboxEntry => ({
  sequence: 1, resourceType: 'Media', resourceId: 'm', operation: 'create', state: 'pending', attempts: 0, recordedAt: 0, nextAttemptAt: 0, settledAt: null,
  failure: null, uploadedUrl: null, sentAt: null, ...more,
});
const sending = entry({ state: 'sending' });
const accepted = entry({ state: 'accepted' });
const failed = (code: Failure['code'], more: Partial<Failure> = {}): OutboxEvent => ({ kind: 'failed', failure: { code, ...more }, now, random: 0.5 });
const unproven: OutboxEvent = { kind: 'unproven', failure: { code: 'data.hash-mismatch' }, now, random: 0.5 };

describe('transition', () => {
  it('goes from pending over sending and accepted to confirmed', () => {
    const events: OutboxEvent[] = [{ kind: 'sent' }, { kind: 'uploaded', url: 'Binary/1' }, { kind: 'accepted', now }, { kind: 'confirmed', now: now + 1 }];
    expect(events.reduce(transition, entry())).toStrictEqual(entry({ state: 'confirmed', uploadedUrl: 'Binary/1', nextAttemptAt: now, settledAt: now + 1 }));
  });

  it.each(['server.unreachable', 'server.timeout', 'server.throttled', 'server.failed', 'server.unconfirmed'] as const)('tries again later after %s', (code) => {
    expect(transition(entry({ state: 'sending', attempts: 2 }), failed(code))).toStrictEqual(
      entry({ attempts: 3, failure: { code }, nextAttemptAt: now + 2_000 }),
    );
  });

  it('remembers a create that has left until an answer says what became of it', () => {
    const sent = transition(sending, { kind: 'dispatched', now: 7 });
    expect(sent.sentAt).toBe(7);
    expect(transition(sent, failed('server.timeout'))).toMatchObject({ state: 'pending', sentAt: 7 });
    expect(transition(transition(sent, failed('server.rejected')), { kind: 'retried', now })).toMatchObject({ state: 'pending', sentAt: 7 });
    for (const event of [{ kind: 'not-taken' }, { kind: 'accepted', now }, { kind: 'rebased', now, random: 0 }] as const) expect(transition(sent, event).sentAt).toBeNull();
    expect(transition(entry(), { kind: 'dispatched', now })).toStrictEqual(entry());
  });

  it('waits as long as the server asked for', () => {
    expect(transition(sending, failed('server.throttled', { retryAfterMilliseconds: 23_000 })).nextAttemptAt).toBe(now + 23_000);
  });

  it('uses up no try when the credentials are refused', () => {
    expect(transition(entry({ state: 'sending', attempts: 2 }), failed('server.unauthorized'))).toStrictEqual(
      entry({ attempts: 2, failure: { code: 'server.unauthorized' }, nextAttemptAt: now }),
    );
  });

  it('uses up no try and shows nothing when we stopped it ourselves', () => {
    expect(transition(sending, failed('local.cancelled'))).toStrictEqual(entry({ nextAttemptAt: now }));
  });

  it.each(['server.rejected', 'server.forbidden', 'server.too-large', 'server.gone', 'server.duplicate', 'local.blob-corrupt', 'local.unexpected'] as const)(
    'parks the entry after %s, before and after it was accepted',
    (code) => {
      expect(transition(sending, failed(code))).toStrictEqual(entry({ state: 'parked', failure: { code } }));
      expect(transition(accepted, failed(code))).toStrictEqual(entry({ state: 'parked', failure: { code } }));
    },
  );

  it('stays accepted while the proof cannot be had, and is parked when the proof fails again and again', () => {
    expect(transition(accepted, failed('server.timeout')).state).toBe('accepted');
    const states = Array.from({ length: proofAttempts }).reduce<OutboxEntry[]>((all) => [...all, transition(all.at(-1) ?? accepted, unproven)], []);
    expect(states.map(({ state }) => state)).toStrictEqual([...Array.from({ length: proofAttempts - 1 }, () => 'accepted'), 'parked']);
  });

  it('rebases at once, and with pauses when it keeps happening', () => {
    const rebased: OutboxEvent = { kind: 'rebased', now, random: 0.5 };
    expect(transition(sending, rebased)).toStrictEqual(entry({ attempts: 1, nextAttemptAt: now }));
    expect(transition(entry({ state: 'sending', attempts: 4 }), rebased).nextAttemptAt).toBe(now + 8_000);
  });

  it('lets what failed of the link go at once when the link is back, and nothing else', () => {
    const recovered: OutboxEvent = { kind: 'recovered', now };
    const later = { nextAttemptAt: now + 99, attempts: 3 };
    expect(transition(entry({ ...later, failure: { code: 'server.unreachable' } }), recovered).nextAttemptAt).toBe(now);
    expect(transition(entry({ ...later, failure: { code: 'server.failed' } }), recovered).nextAttemptAt).toBe(now + 99);
  });

  it('waits after a restart no longer than its schedule could have asked for', () => {
    const restarted: OutboxEvent = { kind: 'restarted', now };
    fc.assert(
      fc.property(fc.nat(20), fc.double({ min: 0, max: 0.999, noNaN: true }), fc.option(fc.nat(10_000_000), { nil: undefined }), fc.integer({ min: -1e9, max: 1e9 }), (attempts, random, asked, set) => {
        const failure: Failure = { code: 'server.throttled', ...(asked !== undefined && { retryAfterMilliseconds: asked }) };
        const waiting = transition(entry({ state: 'sending', attempts }), { kind: 'failed', failure, now, random });
        const pause = waiting.nextAttemptAt - now;
        const after = transition(waiting, { kind: 'restarted', now: now + set });
        // Set forward, it is due; set back, the pause begins anew at most.
        expect(after.nextAttemptAt - (now + set)).toBeLessThanOrEqual(Math.max(300_000, Math.min(asked ?? 0, 3_600_000)));
        if (set >= 0) expect(after).toStrictEqual(waiting);
        expect(after.nextAttemptAt - (now + set)).toBeLessThanOrEqual(pause + Math.max(0, -set));
      }),
    );
    expect(transition(entry({ state: 'parked', nextAttemptAt: now + 1e9 }), restarted)).toStrictEqual(entry({ state: 'parked', nextAttemptAt: now + 1e9 }));
  });

  it('sends the bytes again when a person asks for another try', () => {
    const parked = entry({ state: 'parked', attempts: 7, failure: { code: 'data.hash-mismatch' }, uploadedUrl: 'Binary/1' });
    expect(transition(parked, { kind: 'retried', now })).toStrictEqual(entry({ nextAttemptAt: now }));
  });

  it('leaves a conflict to a decision only', () => {
    const conflict = transition(sending, { kind: 'conflicted', failure: { code: 'server.version-conflict' } });
    expect(conflict.state).toBe('conflict');
    expect(transition(conflict, { kind: 'retried', now })).toBe(conflict);
    expect(transition(conflict, { kind: 'resolved', now })).toStrictEqual(entry({ nextAttemptAt: now }));
  });

  it('never leaves confirmed, never confirms what was not accepted, and never schedules into the past', () => {
    const event: fc.Arbitrary<OutboxEvent> = fc.oneof(
      fc.constantFrom<OutboxEvent>({ kind: 'sent' }, { kind: 'accepted', now }, { kind: 'confirmed', now }, { kind: 'recovered', now }, { kind: 'retried', now }, { kind: 'resolved', now }),
      fc.constant<OutboxEvent>({ kind: 'conflicted', failure: { code: 'server.version-conflict' } }),
      fc.record({ kind: fc.constantFrom('failed' as const, 'unproven' as const), failure: fc.record({ code: fc.constantFrom(...errorCodes) }), now: fc.constant(now), random: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...outboxStates), fc.array(event, { maxLength: 12 }), (state, events) => {
        let current = entry({ state, nextAttemptAt: now });
        for (const each of events) {
          const next = transition(current, each);
          const left = current.state === 'confirmed' && next !== current;
          const leapt = next.state === 'confirmed' && next !== current && current.state !== 'accepted';
          expect({ left, leapt, past: next.nextAttemptAt < now, known: outboxStates.includes(next.state) }).toStrictEqual({ left: false, leapt: false, past: false, known: true });
          current = next;
        }
      }),
    );
  });

  it('has a remedy for every failure, so that no failed attempt is forgotten', () => {
    for (const code of errorCodes) {
      const after = transition(sending, failed(code));
      expect(after.state).toBe(classifyFailure({ code }) === 'person' ? 'parked' : 'pending');
    }
  });
});
