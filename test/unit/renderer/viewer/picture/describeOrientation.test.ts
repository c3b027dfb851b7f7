import { describe, expect, it } from 'vitest';
import { describeOrientation } from '../../../../../renderer/viewer/picture/describeOrientation.ts';

describe('how a picture lies', () => {
  it.each([
    [0, false, null], [90, false, 'Turned 90° right'], [180, false, 'Turned 180°'], [270, false, 'Turned 90° left'],
    [0, true, 'Mirrored left to right'], [180, true, 'Mirrored top to bottom'], [90, true, 'Mirrored, turned 90° right'], [270, true, 'Mirrored, turned 90° left'],
  ] as const)('%d°, mirrored %s: %s', (rotation, mirrored, words) => {
    expect(describeOrientation({ rotation, mirrored })).toBe(words);
  });
});
