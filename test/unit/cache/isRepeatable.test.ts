import { describe, expect, it } from 'vitest';
import { isRepeatable } from '../../../electron/cache/isRepeatable.ts';

const begun = { state: 'sending', operation: 'create', uploadedUrl: null, sentAt: null } as const;

describe('what need not wait for the disk', () => {
  it.each([
    ['that an attempt begins', begun],
    ['where the bytes of a new picture went', { ...begun, uploadedUrl: 'Binary/1' }],
    ['that an update begins', { ...begun, operation: 'update' as const }],
    ['that the chart took it', { ...begun, state: 'accepted' as const }],
    ['that the chart is proven to hold it', { ...begun, state: 'confirmed' as const }],
  ])('is %s', (_what, entry) => {
    expect(isRepeatable(entry)).toBe(true);
  });

  it.each([
    ['that a create is about to leave: who does not know makes a second one', { ...begun, uploadedUrl: 'Binary/1', sentAt: 1 }],
    ['where bytes went that an update names next', { ...begun, operation: 'update' as const, uploadedUrl: 'Binary/1' }],
    ['what waits for another try, or a person asked for', { ...begun, state: 'pending' as const }],
    ['what waits for a person', { ...begun, state: 'parked' as const }],
    ['a conflict', { ...begun, state: 'conflict' as const }],
  ])('is not %s', (_what, entry) => {
    expect(isRepeatable(entry)).toBe(false);
  });
});
