import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parseByteRange } from '../../../../electron/shell/byteRange.ts';

describe('parseByteRange', () => {
  it.each([
    ['bytes=0-9', { kind: 'part', start: 0, end: 10 }],
    ['bytes=90-', { kind: 'part', start: 90, end: 100 }],
    ['bytes=90-500', { kind: 'part', start: 90, end: 100 }],
    ['bytes=-10', { kind: 'part', start: 90, end: 100 }],
    ['bytes=-500', { kind: 'part', start: 0, end: 100 }],
    ['bytes=100-', { kind: 'unsatisfiable' }],
    ['bytes=-0', { kind: 'unsatisfiable' }],
    ['bytes=5-4', { kind: 'whole' }],
    ['bytes=0-1,5-6', { kind: 'whole' }],
    ['bytes=-', { kind: 'whole' }],
    ['lines=0-9', { kind: 'whole' }],
    [null, { kind: 'whole' }],
  ] as const)('reads %s of a hundred bytes', (header, expected) => {
    expect(parseByteRange(header, 100)).toEqual(expected);
  });

  it('finds nothing in an empty body', () => {
    expect(parseByteRange('bytes=0-', 0)).toEqual({ kind: 'unsatisfiable' });
    expect(parseByteRange('bytes=-5', 0)).toEqual({ kind: 'unsatisfiable' });
  });

  it('never leaves the body', () => {
    fc.assert(
      fc.property(fc.nat(), fc.option(fc.nat()), fc.option(fc.nat()), (size, first, last) => {
        const range = parseByteRange(`bytes=${first === null ? '' : String(first)}-${last === null ? '' : String(last)}`, size);
        if (range.kind === 'part') expect(range.start >= 0 && range.start < range.end && range.end <= size).toBe(true);
      }),
    );
  });
});
