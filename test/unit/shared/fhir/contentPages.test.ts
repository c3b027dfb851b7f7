import { describe, expect, it } from 'vitest';
import { contentPages } from '../../../../shared/fhir/contentPages.ts';
import { withoutInlineBytes } from '../../../../shared/fhir/bytesApart.ts';
import { canonicalExtensionUrl } from '../../../../shared/fhir/extensions/mediaExtensions.ts';

const page = (url: string, ordering?: object) => ({ contentType: 'image/png', url, ...(ordering !== undefined && { extension: [{ url: canonicalExtensionUrl('page-ordering'), ...ordering }] }) });
const orderOf = (...pages: readonly unknown[]) => contentPages({ contained: pages }).map(({ url }) => url);

describe('the pages of a content', () => {
  it('stand in the order they state, whatever the type of its value, those that state none last and as they stand', () => {
    expect(orderOf(page('d'), page('c', { valueInteger: 10 }), page('b', { valueString: '9' }), page('e', { valueString: 'last' }), page('a', { valueDecimal: 0.5 }))).toStrictEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('are those that are said in another spelling, too', () => {
    const spelt = (url: string, valueInteger: number, spelling: string) => ({ url, extension: [{ url: spelling, valueInteger }] });
    expect(orderOf(spelt('b', 2, 'TINY_URLS.MEDIA.PAGEORDERING'), spelt('a', 1, 'http://tiny.url/media/pageordering'))).toStrictEqual(['a', 'b']);
  });

  it.each([[undefined], [[]], ['text'], [[page('a')]], [[page('a'), 'text', null]]])('of %j are none', (contained) => {
    expect(contentPages({ contentType: 'image/png', contained })).toStrictEqual([]);
  });

  it('are of the kind of the content where they do not say of which', () => {
    expect(contentPages({ contentType: 'application/pdf', contained: [{ url: 'a' }, page('b')] })).toMatchObject([{ contentType: 'application/pdf' }, { contentType: 'image/png' }]);
    expect(contentPages({ contained: [{ url: 'a' }, { url: 'b' }] })).toStrictEqual([{ url: 'a' }, { url: 'b' }]);
  });

  it('go to the window without their bytes, and without where they lie', () => {
    const apart = { id: `bytes-apart:${'ab'.repeat(32)}` };
    const contained = [{ contentType: 'image/png', data: 'QQ==' }, { contentType: 'image/png', _data: apart }, { url: 'c' }];
    expect(withoutInlineBytes({ resourceType: 'Media', status: 'completed', content: { data: 'QQ==', contained } }).content).toStrictEqual({ contained: [{ contentType: 'image/png' }, { contentType: 'image/png' }, { url: 'c' }] });
  });
});
