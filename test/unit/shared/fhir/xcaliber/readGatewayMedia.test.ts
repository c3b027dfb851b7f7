import { describe, expect, it } from 'vitest';
import { canonicalExtensionUrl, mediaExtensions } from '../../../../../shared/fhir/extensions/mediaExtensions.ts';
import type { Deviation } from '../../../../../shared/fhir/xcaliber/deviation.ts';
import { readGatewayAnswer } from '../../../../../shared/fhir/xcaliber/readGatewayAnswer.ts';
import { readGatewayMedia } from '../../../../../shared/fhir/xcaliber/readGatewayMedia.ts';

const plain = { resourceType: 'Media', id: 'm1', status: 'completed', content: { contentType: 'image/gif', data: 'R0lG' } };
const context = { requestId: 'r', source: 'athena', quorum: false, notify: false };

function listening() {
  const deviations: Deviation[] = [];
  return { deviations, report: (kind: Deviation['kind'], path: string) => deviations.push({ kind, path }) };
}

function read(value: unknown) {
  const { deviations, report } = listening();
  return { media: readGatewayMedia(value, report), deviations };
}

describe('an answer of a gateway', () => {
  const bundle = { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: plain }, { resource: { resourceType: 'OperationOutcome' } }] };
  it.each([
    ['one resource', plain, []],
    ['an array', [plain], ['bare-list']],
    ['a Bundle', bundle, []],
    ['one in the envelope', { context, data: plain }, ['envelope']],
    ['an array in the envelope', { context, data: [plain] }, ['envelope', 'bare-list']],
    ['a Bundle in the envelope', { context, data: bundle }, ['envelope']],
    ['entries without a Bundle', [{ resource: plain }], ['bare-list']],
  ])('gives its resource as %s', (_name, body, kinds) => {
    const { deviations, report } = listening();
    expect(readGatewayAnswer(body, report)).toStrictEqual([plain]);
    expect(deviations.map(({ kind }) => kind)).toStrictEqual(kinds);
  });

  it.each([['an empty envelope', { context, data: null }], ['an empty Bundle', { resourceType: 'Bundle', type: 'searchset' }], ['an empty array', []]])('holds nothing in %s', (_name, body) => {
    expect(readGatewayAnswer(body, () => undefined)).toStrictEqual([]);
  });

  it.each([[{ message: 'accepted' }], [{ statusCode: 400, message: 'x' }], [{ resourceType: 'OperationOutcome', issue: [] }], ['text'], [undefined]])('is none in %j', (body) => {
    expect(readGatewayAnswer(body, () => undefined)).toBeUndefined();
  });
});

describe('a Media of a gateway', () => {
  it('is the same when it is R4, whatever else stands in it', () => {
    const rich = {
      ...plain, subject: { reference: 'Patient/p', type: 'Patient' }, duration: 1.5, _status: { id: 's' }, unknownElement: { a: [null, 1] },
      extension: [{ url: 'https://example.org/e', valueString: '1' }, { url: canonicalExtensionUrl('priority'), valueString: 'high' }],
    };
    expect(read(rich)).toStrictEqual({ media: rich, deviations: [] });
  });

  it.each([
    [{ identifier: ['urn:uuid:1', '42'] }, { identifier: [{ system: 'urn:ietf:rfc:3986', value: 'urn:uuid:1' }, { value: '42' }] }, ['plain-identifier', 'plain-identifier']],
    [{ identifier: '42' }, { identifier: [{ value: '42' }] }, ['plain-identifier']],
    [{ encounter: { identifier: 'E7' } }, { encounter: { identifier: { value: 'E7' } } }, ['plain-identifier']],
    [{ operator: { id: 'd1', type: 'Practitioner' } }, { operator: { reference: 'Practitioner/d1' } }, ['flat-reference']],
    [{ content: { ...plain.content, title: null } }, {}, ['null-element']],
    [{ height: '145', duration: '1.5' }, { height: 145, duration: 1.5 }, ['number-as-text', 'number-as-text']],
    [{ status: undefined }, { status: 'unknown' }, ['missing-element']],
  ])('%j is read as R4', (given, expected, kinds) => {
    const { media, deviations } = read({ ...plain, ...given });
    expect(media).toStrictEqual({ ...plain, ...expected });
    expect(deviations.map(({ kind }) => kind)).toStrictEqual(kinds);
  });

  it.each(mediaExtensions.flatMap(({ name }) => [`TINY_URLS.MEDIA.${name.replaceAll('-', '').toUpperCase()}`, `http://tiny.url/media/${name.replaceAll('-', '')}`].map((url) => [url, name] as const)))(
    'has %s under its own url, in the Media and in its parts', (url, name) => {
      const { media, deviations } = read({ ...plain, extension: [{ url, valueInteger: 1 }], note: [{ text: 'x', extension: [{ url, valueString: 'y' }] }] });
      expect(media?.extension).toStrictEqual([{ url: canonicalExtensionUrl(name), valueInteger: 1 }]);
      expect(media?.note?.[0]?.extension).toStrictEqual([{ url: canonicalExtensionUrl(name), valueString: 'y' }]);
      expect(deviations.map(({ path }) => path).toSorted()).toStrictEqual(['extension[0]', 'note[0].extension[0]']);
    },
  );

  it('has the bytes of its one page, and of several the first by their order, with all of them kept', () => {
    const page = (order: number, data: string) => ({ id: `p${String(order)}`, contentType: 'image/gif', data, extension: [{ url: 'http://tiny.url/media/pageordering', valueInteger: order }] });
    const one = read({ ...plain, content: { contentType: 'image/gif', contained: [page(1, 'QQ==')] } });
    expect(one.media?.content).toStrictEqual({ contentType: 'image/gif', data: 'QQ==', extension: [{ url: canonicalExtensionUrl('page-ordering'), valueInteger: 1 }] });
    expect(read({ ...plain, content: { ...one.media?.content, contained: [page(1, 'QQ==')] } }).media?.content).toStrictEqual(one.media?.content);
    const two = read({ ...plain, content: { contained: [page(2, 'Qg=='), page(1, 'QQ==')] } });
    expect(two.media?.content).toMatchObject({ data: 'QQ==', contained: [{ id: 'p2', data: 'Qg==' }, { id: 'p1', data: 'QQ==' }] });
  });

  it.each([[null], ['text'], [{ resourceType: 'Patient', id: 'p' }], [{ ...plain, id: undefined }], [{ ...plain, status: 'nonsense' }]])('cannot be made of %j, and that is told', (value) => {
    const { media, deviations } = read(value);
    expect(media).toBeUndefined();
    expect(deviations.at(-1)?.kind).toBe('unreadable');
  });
});
