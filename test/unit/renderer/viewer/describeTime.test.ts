import { expect, it } from 'vitest';
import { describeTime } from '../../../../renderer/viewer/transport/describeTime.ts';

it('tells when a frame begins and how long a round is, with the delays as they are shown', () => {
  expect(describeTime([60, 0, null, 1500], 3)).toBe('0:00.26 / 0:01.76');
  expect(describeTime([61_000, 59_000], 1)).toBe('1:01.00 / 2:00.00');
  expect(describeTime(null, 0)).toBeNull();
});
