import { describe, expect, it } from 'vitest';
import { isRepeatable } from '../../../electron/cache/isRepeatable.ts';

type Step = Parameters<typeof isRepeatable>[0];

const begun: Step = { state: 'sending', operation: 'create', uploadedUrl: null, sentAt: null };

describe('what need not wait for the disk', () => {
  it.each<[string, Step]>([
    ['that an attempt begins', begun],
    ['where the bytes of a new picture went', { ...begun, uploadedUrl: 'Binary/1' }],
    ['that an update begins', { ...begun, operation: 'update' }],
    ['that the chart took it', { ...begun, state: 'accepted' }],
    ['that the chart is proven to hold it', { ...begun, state: 'confirmed' }],
  ])('is %s', (_what, entry) => {
    expect(isRepeatable(entry)).toBe(true);
  });

  it.each<[string, Step]>([
    ['that a create is about to leave: who does not know makes a second one', { ...begun, uploadedUrl: 'Binary/1', sentAt: 1 }],
    ['where bytes went that an update names next', { ...begun, operation: 'update', uploadedUrl: 'Binary/1' }],
    ['what waits for another try, or a person asked for', { ...begun, state: 'pending' }],
    ['what waits for a person', { ...begun, state: 'parked' }],
    ['a conflict', { ...begun, state: 'conflict' }],
  ])('is not %s', (_what, entry) => {
    expect(isRepeatable(entry)).toBe(false);
  });
});
