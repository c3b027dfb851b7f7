import { describe, expect, it } from 'vitest';
import { safetyOf } from '../../../../renderer/sync/safetyOf.ts';
import { describeSafety } from '../../../../renderer/ui/describeSafety.ts';
import { mediaSafety } from '../../../../shared/fhir/mediaView.ts';
import type { SyncEntryView } from '../../../../shared/ipc/views.ts';
import { outboxStates, type OutboxState } from '../../../../shared/sync/outboxEntry.ts';

const now = new Date(2026, 10, 23, 15, 0).getTime();
const at = new Date(2026, 10, 23, 14, 2).getTime();
const entry = (state: OutboxState, more: Partial<SyncEntryView> = {}): SyncEntryView => ({
  sequence: 1, state, resourceType: 'Media', resourceId: 'm', operation: 'create', title: 'Photo', patient: null, attempts: 0, recordedAt: 1, nextAttemptAt: null, settledAt: null, sizeBytes: null,
  bytesToSend: 0, hold: null, progress: null, failure: null, ...more,
});

/** What a person reads beside the icon. */
const badges: Readonly<Record<OutboxState, string>> = {
  pending: 'Only on this computer',
  blocked: 'Only on this computer',
  sending: 'Sending 42 %',
  accepted: 'Accepted, not proven yet',
  confirmed: 'In the chart, proven 14:02',
  parked: 'Needs you',
  conflict: 'Changed on both sides',
};

describe.each(outboxStates)('an entry that is %s', (state) => {
  it('has one badge in the sync centre', () => {
    expect(describeSafety(safetyOf(entry(state, { progress: state === 'sending' ? 0.42 : null, settledAt: state === 'confirmed' ? at : null })), now)).toBe(badges[state]);
  });

  it('has the same badge on its picture', () => {
    const unsettled = state === 'confirmed' ? [] : [{ state, failure: null }];
    const safety = mediaSafety({ gone: false, provenAt: state === 'confirmed' ? at : null, unsettled });
    expect(describeSafety({ ...safety, progress: state === 'sending' ? 0.42 : null }, now)).toBe(badges[state]);
  });

  it.each(['person', 'large'] as const)('keeps it while it is held back (%s)', (hold) => {
    expect(safetyOf(entry(state, { hold }))).toStrictEqual(safetyOf(entry(state)));
  });
});

it('what the chart deleted says so, whether or not something was changed here meanwhile', () => {
  expect(describeSafety(mediaSafety({ gone: true, provenAt: at, unsettled: [] }), now)).toBe('Deleted in the chart');
  const conflict = mediaSafety({ gone: true, provenAt: at, unsettled: [{ state: 'conflict', failure: { code: 'server.gone' } }] });
  expect(describeSafety(conflict, now)).toBe('Deleted in the chart, changed here');
});
