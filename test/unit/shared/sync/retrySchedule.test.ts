import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryPause } from '../../../../shared/sync/retrySchedule.ts';

describe('retryPause', () => {
  it('doubles its ceiling from 1 s up to 5 min', () => {
    expect([0, 1, 2, 3, 8, 9, 60, 5000].map((attempts) => retryPause(attempts, 1))).toStrictEqual([1_000, 2_000, 4_000, 8_000, 256_000, 300_000, 300_000, 300_000]);
  });

  it('jitters fully, but never asks again at once', () => {
    expect([0, 0.25, 0.5].map((random) => retryPause(3, random))).toStrictEqual([100, 2_000, 4_000]);
  });

  it('is never shorter than the server asked for, up to an hour', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(10_000_000), (attempts, random, asked) => {
        const pause = retryPause(attempts, random, asked);
        expect(pause).toBeGreaterThanOrEqual(Math.min(asked, 3_600_000));
        expect(pause).toBeLessThanOrEqual(Math.max(300_000, Math.min(asked, 3_600_000)));
      }),
    );
  });
});
