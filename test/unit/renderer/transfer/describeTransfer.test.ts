import { expect, it } from 'vitest';
import { describeTransfer } from '../../../../renderer/transfer/describeTransfer.ts';

it.each([
  [{ doneBytes: 12_300_000, totalBytes: 100_000_000, millisecondsLeft: 7_200 }, '12 MB of 100 MB, 8 s left'],
  [{ doneBytes: 99_999_999, totalBytes: 100_000_000, millisecondsLeft: 0 }, '100 MB of 100 MB, 1 s left'],
  [{ doneBytes: 1_000_000, totalBytes: 4_000_000_000, millisecondsLeft: 61_000 }, '1.0 MB of 4.0 GB, 2 min left'],
  [{ doneBytes: 1_000_000, totalBytes: 4_000_000_000, millisecondsLeft: 7_200_001 }, '1.0 MB of 4.0 GB, 3 h left'],
  [{ doneBytes: 2_500_000, totalBytes: 10_000_000, millisecondsLeft: null }, '2.5 MB of 10 MB'],
  [{ doneBytes: 2_500_000, totalBytes: null, millisecondsLeft: null }, '2.5 MB'],
])('%o is "%s"', (transfer, words) => {
  expect(describeTransfer({ direction: 'down', ...transfer })).toBe(words);
});
