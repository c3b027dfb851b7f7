import { describe, expect, it } from 'vitest';
import { Transfers } from '../../../electron/sync/transfers.ts';

const scene = () => {
  let now = 1_000_000;
  const told: number[] = [];
  const transfers = new Transfers(() => now, () => { told.push(now); });
  return { transfers, told, pass: (milliseconds: number) => { now += milliseconds; } };
};

describe('bytes on their way', () => {
  it('are told of at once when they begin and end, in between at most five times a second', () => {
    const { transfers, told, pass } = scene();
    for (let step = 0; step <= 2000; step += 1) {
      transfers.progress('m1', 'down', step, 2000);
      pass(1);
    }
    transfers.end('m1');
    expect(told).toHaveLength(1 + 10 + 1);
  });

  it('tell the time left at the rate so far, without what was there before', () => {
    const { transfers, pass } = scene();
    transfers.progress('m1', 'down', 60_000_000, 100_000_000);
    expect(transfers.of('m1')).toStrictEqual({ direction: 'down', doneBytes: 60_000_000, totalBytes: 100_000_000, millisecondsLeft: null });
    pass(2_000);
    transfers.progress('m1', 'down', 70_000_000, 100_000_000);
    expect(transfers.of('m1')?.millisecondsLeft).toBe(6_000);
  });

  it('have no time left to tell within the first second, while they stand still, and when nobody knows how many they are', () => {
    const { transfers, pass } = scene();
    transfers.progress('m1', 'down', 0, 100);
    transfers.progress('m2', 'down', 0, 100);
    transfers.progress('m3', 'down', 0, null);
    pass(999);
    transfers.progress('m1', 'down', 50, 100);
    expect(transfers.of('m1')?.millisecondsLeft).toBeNull();
    pass(5_000);
    expect(transfers.of('m2')?.millisecondsLeft).toBeNull();
    transfers.progress('m3', 'down', 50, null);
    expect(transfers.of('m3')?.millisecondsLeft).toBeNull();
    expect(transfers.share('m3')).toBeNull();
  });

  it('are none after their end', () => {
    const { transfers, told } = scene();
    transfers.end('m1');
    expect(told).toHaveLength(0);
    transfers.progress('m1', 'up', 1, 4);
    expect(transfers.share('m1')).toBe(0.25);
    transfers.end('m1');
    expect([transfers.of('m1'), transfers.share('m1')]).toStrictEqual([null, null]);
  });

  it('of an empty file are all there', () => {
    const { transfers } = scene();
    transfers.progress('m1', 'up', 0, 0);
    expect(transfers.share('m1')).toBe(1);
  });
});
