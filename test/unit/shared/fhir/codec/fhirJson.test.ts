import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFhirJson, writeFhirJson } from '../../../../../shared/fhir/codec/fhirJson.ts';
import type { Media } from '../../../../../shared/fhir/resources.ts';
import { canonicalMedia } from '../../../../../shared/sync/canonicalMedia.ts';
import { elementsNotHeld } from '../../../../../shared/sync/elementsNotHeld.ts';
import { mergeMedia } from '../../../../../shared/sync/merge.ts';

const media = (duration: string, more = '') => `{"resourceType":"Media","status":"completed","duration":${duration},"content":{"title":"t"}${more}}`;
const read = (text: string) => parseFhirJson(text) as Media;

test.each(['1.50', '1.5', '0.0', '-0.0', '-0', '1e3', '1E-7', '1.0E+2', '100000000000000000000.5', '0.1000000000000000055511151231257827', '1e400', '-1e400', '12', '9007199254740993'])(
  'a decimal written %s is written so again, also after it was cloned and stored as JSON',
  (written) => {
    const text = media(written, `,"extension":[{"url":"urn:x","valueDecimal":${written}},{"url":"urn:y","valueQuantity":{"value":${written}}}]`);
    expect(writeFhirJson(parseFhirJson(text))).toBe(text);
    expect(writeFhirJson(JSON.parse(JSON.stringify(structuredClone(parseFhirJson(text)))))).toBe(text);
  },
);

test('it is an ordinary number to whoever reads it, and one that was changed is written as it is now', () => {
  const parsed = read(media('1.50'));
  expect(parsed.duration).toBe(1.5);
  expect(writeFhirJson({ ...parsed, duration: 2 })).toBe(media('2'));
  const { duration: _gone, ...without } = parsed;
  expect(writeFhirJson(without)).toBe('{"resourceType":"Media","status":"completed","content":{"title":"t"}}');
});

test('primitive extensions, unknown elements, members of any name and their order stay', () => {
  const text = '{"_duration":{"id":"d"},"vendor":[[1,{"z":null,"a":[]}],{}],"duration":1.50,"__proto__":{"x":1},"constructor":"c","_given":[null,{"id":"g"}],"status":"completed"}';
  expect(writeFhirJson(parseFhirJson(text))).toBe(text);
});

test('nobody can pass off a form of his own: it does not get in', () => {
  expect(parseFhirJson('{"a":1,"#a":"1,\\"b\\":2"}')).toEqual({ a: 1 });
  expect(writeFhirJson({ a: 1, '#a': '1,"b":2' })).toBe('{"a":1}');
});

test('any JSON whose names are names is the same text again', () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), (text) => {
      const plain = JSON.stringify(JSON.parse(text, (key, value: unknown) => (key.startsWith('#') ? undefined : value)));
      expect(writeFhirJson(parseFhirJson(text))).toBe(plain);
    }),
  );
});

describe('a chart that writes 1.5 for 1.50', () => {
  const [sent, held] = [read(media('1.50')), read(media('1.5'))];

  test('holds what was sent, either way', () => {
    expect(elementsNotHeld(sent, held)).toEqual([]);
    expect(elementsNotHeld(held, sent)).toEqual([]);
    expect(elementsNotHeld(sent, read(media('1.51')))).toEqual(['duration']);
    expect(canonicalMedia(sent)).toBe(canonicalMedia(held));
  });

  test('is no conflict; its way of writing is taken over, as any change of the chart', () => {
    const merged = mergeMedia(sent, { ...sent, deviceName: 'Canon' }, held);
    expect(merged.conflicts).toStrictEqual([]);
    expect(writeFhirJson(merged.merged)).toBe(media('1.5', ',"deviceName":"Canon"'));
    const moreExact = mergeMedia(held, { ...held, deviceName: 'Canon' }, sent);
    expect(moreExact.conflicts).toStrictEqual([]);
    expect(writeFhirJson(moreExact.merged)).toBe(media('1.50', ',"deviceName":"Canon"'));
  });

  test('never conflicts over the way of writing alone', () => {
    expect(mergeMedia(sent, read(media('1.5000')), held).conflicts).toStrictEqual([]);
    expect(mergeMedia(sent, { ...sent, duration: 2 }, held)).toMatchObject({ conflicts: [], merged: { duration: 2 } });
  });
});
