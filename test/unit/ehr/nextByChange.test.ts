import { describe, expect, it } from 'vitest';
import { nextByChange } from '../../../electron/ehr/nextByChange.ts';

const media = (id: string, second: number) => ({ resourceType: 'Media', id, meta: { lastUpdated: `2026-11-23T10:00:0${String(second)}.000Z` } });
const asked = 'Media?_sort=_lastUpdated&_count=2&patient=Patient%2Fp1&_lastUpdated=ge2026-01-01T00%3A00%3A00Z';
const next = (url: string) => `https://chart.example.org/fhir/Media?_count=2&${url}`;
const page = [media('a', 1), media('b', 2)];

describe('the page after a page', () => {
  it.each(['_cursor=abc123', '_getpages=7f&_getpagesoffset=2', 'ct=eyJ0', 'page=abc'])('is the one that the chart names by %s', (url) => {
    const first = { resources: page, nextPage: next(url) };
    expect(nextByChange(asked, first)).toStrictEqual(first);
  });

  it.each(['_offset=2', 'page=2', '_page=2', 'offset=2'])('is asked for from the last change on where the chart counts by %s', (url) => {
    const { resources, nextPage } = nextByChange(asked, { resources: page, nextPage: next(url) });
    expect(resources).toStrictEqual(page);
    expect(nextPage).toBe(
      'Media?_sort=_lastUpdated&_count=2&patient=Patient%2Fp1&_lastUpdated=ge2026-11-23T10%3A00%3A02.000Z#seen=b+2026-11-23T10%3A00%3A02.000Z',
    );
    // What the page before ended with comes again; what has changed since is something new.
    const after = nextByChange(nextPage ?? '', { resources: [media('b', 2), media('c', 2), media('b', 3)] });
    expect(after).toStrictEqual({ resources: [media('c', 2), media('b', 3)] });
  });

  it('is the one that the chart names where the whole page is of one instant, or says none: else it would come for ever', () => {
    for (const resources of [[media('a', 1), media('b', 1)], [{ resourceType: 'Media', id: 'a' }], []]) {
      const first = { resources, nextPage: next('_offset=2') };
      expect(nextByChange(asked, first)).toStrictEqual(first);
    }
  });
});
