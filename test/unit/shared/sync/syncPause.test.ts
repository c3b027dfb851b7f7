import { describe, expect, it } from 'vitest';
import { outboxStates } from '../../../../shared/sync/outboxEntry.ts';
import { bytesToSend, forgettingAllBut, holdOf, nothingPaused, withHold } from '../../../../shared/sync/syncPause.ts';

const metered = { ...nothingPaused, metered: true, largeBytes: 1_000 };

describe('what waits because a person said so', () => {
  it('nothing, until they do', () => {
    expect(holdOf(nothingPaused, 1, 1e12)).toBeNull();
  });

  it('on a metered connection, what is larger than large; notes and small files go', () => {
    expect([0, 1_000, 1_001].map((bytes) => holdOf(metered, 1, bytes))).toEqual([null, null, 'large']);
  });

  it('one entry, however small; and it goes when they let it go, however large', () => {
    const held = withHold(metered, 7, true);
    expect([holdOf(held, 7, 0), holdOf(held, 8, 0)]).toEqual(['person', null]);
    expect(holdOf(withHold(held, 7, false), 7, 1e9)).toBeNull();
    expect(withHold(withHold(held, 7, false), 7, true)).toStrictEqual(held);
  });

  it('is forgotten of what is through', () => {
    const pause = { ...metered, held: [1, 2], released: [3, 4] };
    expect(forgettingAllBut(pause, new Set([2, 3]))).toStrictEqual({ ...metered, held: [2], released: [3] });
  });
});

it.each(outboxStates)('a new picture that is %s has its bytes to send until the chart has them', (state) => {
  const through = state === 'accepted' || state === 'confirmed';
  expect(bytesToSend({ operation: 'create', state, uploadedUrl: null }, 5)).toBe(through ? 0 : 5);
  expect(bytesToSend({ operation: 'create', state, uploadedUrl: 'Binary/1' }, 5)).toBe(0);
  expect(bytesToSend({ operation: 'update', state, uploadedUrl: null }, 5)).toBe(0);
});
