import { describe, expect, it } from 'vitest';
import { searchTerms } from '../../../electron/cache/searchTerms.ts';

describe('what a person typed', () => {
  it.each([
    ['follow-up', '"follow-up"*'],
    ['  hart  1980-05 ', '"hart"* "1980-05"*'],
    ['NEAR OR "x" NOT', '"NEAR"* "OR"* """x"""* "NOT"*'],
    ['name:x*', '"name:x*"*'],
  ])('%j becomes quoted words that may go on', (typed, terms) => {
    expect(searchTerms(typed)).toBe(terms);
  });

  it.each(['', '   ', '-', '"', '* ( )'])('%j holds no word', (typed) => {
    expect(searchTerms(typed)).toBeUndefined();
  });
});
