import { describe, expect, it } from 'vitest';
import { groupEntries, needsPersonCount, waitingCount } from '../../../../shared/ipc/syncGroups.ts';
import type { SyncEntryView } from '../../../../shared/ipc/views.ts';
import { outboxStates } from '../../../../shared/sync/outboxEntry.ts';

const entry = (sequence: number, state: SyncEntryView['state'], settledAt: number | null = null): SyncEntryView => ({
  sequence, state, settledAt, resourceType: 'Media', resourceId: 'm', operation: 'create', title: 'Photo', patient: null, attempts: 0, recordedAt: sequence, nextAttemptAt: null,
  sizeBytes: null, bytesToSend: 0, hold: null, progress: null, failure: null,
});
const sequences = (entries: readonly SyncEntryView[]) => entries.map(({ sequence }) => sequence);

describe('the three lists of the sync centre', () => {
  it('hold every entry once', () => {
    const groups = groupEntries(outboxStates.map((state, index) => entry(index + 1, state)), 0);
    expect(Object.values(groups).flat()).toHaveLength(outboxStates.length);
  });

  it('put what waits for a person apart, what waits in order, what is done newest first', () => {
    const groups = groupEntries([entry(5, 'pending'), entry(2, 'sending'), entry(3, 'conflict'), entry(1, 'confirmed', 10), entry(4, 'confirmed', 20), entry(6, 'parked')], 0);
    expect(sequences(groups['needs-you'])).toEqual([3, 6]);
    expect(sequences(groups['on-its-way'])).toEqual([2, 5]);
    expect(sequences(groups.done)).toEqual([4, 1]);
  });

  it('list what is done only since the beginning of the day', () => {
    const groups = groupEntries([entry(1, 'confirmed', 99), entry(2, 'confirmed', 100), entry(3, 'parked', 1)], 100);
    expect([sequences(groups.done), sequences(groups['needs-you'])]).toEqual([[2], [3]]);
  });

  it('count the same as the sign on the rail', () => {
    const status = { counts: { pending: 1, sending: 2, accepted: 4, confirmed: 8, blocked: 16, parked: 32, conflict: 64 } };
    expect(needsPersonCount(status)).toBe(96);
    expect(waitingCount(status)).toBe(23);
  });
});
