import { expect, it } from 'vitest';
import { releaseMemory } from '../../../../shared/memory/releaseMemory.ts';

it('empties a buffer that is alone in its memory', () => {
  const bytes = Buffer.alloc(100_000, 1);
  releaseMemory(bytes);
  expect([bytes.byteLength, bytes.buffer.byteLength]).toEqual([0, 0]);
});

it('leaves alone what shares its memory with others', () => {
  const whole = Buffer.alloc(100_000, 1);
  releaseMemory(whole.subarray(0, 50_000));
  releaseMemory(new Uint8Array(new SharedArrayBuffer(10)));
  expect([whole.byteLength, whole[99_999]]).toEqual([100_000, 1]);
});
