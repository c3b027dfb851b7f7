import { describe, expect, it } from 'vitest';
import { matchesWords } from '../../../../renderer/app/matchesWords.ts';

describe('matchesWords', () => {
  it.each([
    ["O'Brien-Núñez, Noor", 'nunez'],
    ['Müller-Lüdenscheidt, Friederike', 'FRIED muller'],
    ['Thistlewood, Edmund LB-100017 1948-09-24', '1948-09'],
    ['Anybody', ''],
  ])('finds %s by "%s"', (text, query) => expect(matchesWords(text, query)).toBe(true));

  it('needs every word', () => {
    expect(matchesWords('Thistlewood, Edmund', 'edmund march')).toBe(false);
  });
});
