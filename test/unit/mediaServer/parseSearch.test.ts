import { describe, expect, it } from 'vitest';
import { parseDateRange } from '../../../electron/mediaServer/fhir/dates.ts';
import type { Criterion } from '../../../electron/mediaServer/fhir/parseCriterion.ts';
import { parseSearch } from '../../../electron/mediaServer/fhir/parseSearch.ts';
import { parseReference } from '../../../electron/mediaServer/fhir/references.ts';
import { parseByteRange } from '../../../electron/mediaServer/http/byteRange.ts';

const base = 'http://127.0.0.1:1/fhir/R4';

function criteria(type: 'Media' | 'Patient', query: string): readonly Criterion[] {
  return parseSearch(type, new URLSearchParams(query), { base, now: 0 }).criteria;
}

describe('tokens', () => {
  it.each([
    ['a', [{ value: 'a' }]],
    ['s|a', [{ system: 's', value: 'a' }]],
    ['|a', [{ system: null, value: 'a' }]],
    ['s|', [{ system: 's' }]],
    ['s|a,b', [{ system: 's', value: 'a' }, { value: 'b' }]],
    [String.raw`s|a\,b\|c\\`, [{ system: 's', value: 'a,b|c\\' }]],
    [String.raw`a\|b`, [{ value: 'a|b' }]],
  ])('%s', (value, tokens) => {
    expect(criteria('Media', new URLSearchParams({ identifier: value }).toString())).toEqual([{ kind: 'token', parameter: 'identifier', tokens }]);
  });

  it.each(['', 'a,', ',a', 'a,,b', '|'])('refuses the empty alternative in "%s"', (value) => {
    expect(() => criteria('Media', new URLSearchParams({ identifier: value }).toString())).toThrow('refused with 400');
  });
});

describe('dates', () => {
  const day = 86_400_000;
  it.each([
    ['1970', 0, 365 * day],
    ['1970-02', 31 * day, 59 * day],
    ['1970-01-02', day, 2 * day],
    ['1970-01-01T00:01Z', 60_000, 120_000],
    ['1970-01-01T00:00:01Z', 1000, 2000],
    ['1970-01-01T00:00:00.0019Z', 1, 2],
    ['1970-01-01T01:00:00.5+01:00', 500, 501],
    ['2024-02-29', Date.UTC(2024, 1, 29), Date.UTC(2024, 2, 1)],
  ])('%s is a span', (text, low, high) => {
    expect(parseDateRange(text)).toEqual({ low, high });
  });

  it.each(['', '19', '1970-13', '1970-02-30', '2023-02-29', '1970-01-01T00:00:00', '1970-01-01T25:00:00Z', '1970-01-01 00:00:00Z', '1970-1-1', 'x1970'])('"%s" is none', (text) => {
    expect(parseDateRange(text)).toBeUndefined();
  });
});

describe('references', () => {
  it.each([
    ['Patient/p1', { type: 'Patient', id: 'p1' }],
    [`${base}/Patient/p1`, { type: 'Patient', id: 'p1' }],
    ['Patient/p1/_history/3', { type: 'Patient', id: 'p1' }],
    ['https://elsewhere.invalid/fhir/R4/Patient/p1', undefined],
    ['#contained', undefined],
    ['urn:uuid:1', undefined],
    ['Patient/a b', undefined],
    ['Patient/../../x', undefined],
  ])('%s', (reference, target) => {
    expect(parseReference(reference, base)).toEqual(target);
  });
});

describe('byte ranges', () => {
  it.each([
    [undefined, undefined],
    ['bytes=0-', { start: 0, end: 10 }],
    ['bytes=2-4', { start: 2, end: 5 }],
    ['bytes=9-99', { start: 9, end: 10 }],
    ['bytes=-3', { start: 7, end: 10 }],
    ['bytes=-99', { start: 0, end: 10 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=-', undefined],
    ['bytes=4-2', undefined],
    ['bytes=0-1,3-4', undefined],
    ['bytes=a-b', undefined],
  ])('%s of 10', (header, range) => {
    expect(parseByteRange(header, 10)).toEqual(range);
  });
});
