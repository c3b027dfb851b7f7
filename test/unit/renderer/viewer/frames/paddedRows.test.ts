import { expect, it } from 'vitest';
import { paddedRows } from '../../../../../renderer/viewer/frames/mainSide/paddedRows.ts';

it('a smaller page lies at the top left', () => {
  expect([...paddedRows(Uint16Array.of(1, 2, 3, 4), { width: 2, height: 2 }, { width: 3, height: 4 })]).toEqual([1, 2, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0]);
});

it('a page that is as large is not copied', () => {
  const pixels = Uint32Array.of(7, 8);
  expect(paddedRows(pixels, { width: 2, height: 1 }, { width: 2, height: 1 })).toBe(pixels);
});
