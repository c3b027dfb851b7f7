import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TransferRate } from '../../../../shared/sync/transferRate.ts';

describe('the rate of a transfer', () => {
  it('is not told before a second was measured, nor while nothing moves', () => {
    const rate = new TransferRate(0);
    rate.add(1_000_000, 999);
    expect(rate.perSecond(999)).toBeNull();
    expect(new TransferRate(0).perSecond(60_000)).toBeNull();
  });

  it('of a steady line is what it is, in whatever pieces it comes', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 30, maxLength: 200 }), (pauses) => {
      const rate = new TransferRate(0);
      let now = 0;
      for (const pause of pauses) {
        now += pause;
        rate.add(pause * 250, now);
      }
      // Less than one step may still be uncounted.
      now += 250;
      rate.add(250 * 250, now);
      const told = rate.perSecond(now);
      if (now < 1_500) return told === null || Math.abs(told - 250_000) < 1;
      return told !== null && Math.abs(told - 250_000) < 1;
    }));
  });

  it('follows a line that becomes ten times slower within seconds, and is not thrown by one clump', () => {
    const rate = new TransferRate(0);
    for (let now = 100; now <= 20_000; now += 100) rate.add(100_000, now);
    rate.add(2_000_000, 20_250);
    expect(rate.perSecond(20_250)).toBeLessThan(1_400_000);
    for (let now = 20_300; now <= 40_000; now += 100) rate.add(10_000, now);
    expect(rate.perSecond(40_000)).toBeLessThan(150_000);
  });
});
