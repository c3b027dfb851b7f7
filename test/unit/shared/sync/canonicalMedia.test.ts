import { describe, expect, it } from 'vitest';
import type { Media } from '../../../../shared/fhir/resources.ts';
import { canonicalMedia } from '../../../../shared/sync/canonicalMedia.ts';

const media = (more: Partial<Media>): Media => ({ resourceType: 'Media', status: 'completed', content: { contentType: 'image/png' }, ...more });

describe('canonicalMedia', () => {
  it('does not see what servers make of their own accord', () => {
    const stored = media({
      id: 'x', meta: { versionId: '3', lastUpdated: '2026-11-23T09:00:00Z' }, text: { status: 'generated', div: '<div/>' }, note: [], partOf: [],
      content: { contentType: 'image/png', size: 1, hash: 'h', url: 'Binary/1' },
    });
    expect(canonicalMedia(stored)).toBe('{"content":{"contentType":"image/png","hash":"h","size":1},"resourceType":"Media","status":"completed"}');
  });

  it('does not depend on the order of members', () => {
    expect(canonicalMedia(media({ width: 2, height: 1 }))).toBe(canonicalMedia({ height: 1, width: 2, ...media({}) }));
  });

  it('lets the url count, without its query, when nothing else says which bytes', () => {
    const at = (url: string) => canonicalMedia(media({ content: { contentType: 'image/png', url } }));
    expect(at('https://chart/1?signature=a')).toBe(at('https://chart/1?signature=b'));
    expect(at('https://chart/1')).not.toBe(at('https://chart/2'));
  });

  it('sees every element a person can change', () => {
    const plain = canonicalMedia(media({}));
    for (const change of [{ status: 'unknown' as const }, { bodySite: { text: 'foot' } }, { note: [{ text: 'x' }] }, { vendorElement: 1 }]) {
      expect(canonicalMedia(media(change))).not.toBe(plain);
    }
  });
});
