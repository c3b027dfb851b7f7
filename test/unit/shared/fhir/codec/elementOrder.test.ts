import { expect, test } from 'vitest';
import { readJson } from '../../../../../electron/cache/storedJson.ts';
import { readBundle } from '../../../../../electron/ehr/readBundle.ts';
import { storedMedia } from '../../../../../electron/ehr/storedMedia.ts';
import { unwrap } from '../../../../../shared/errors/result.ts';
import { checkedAs } from '../../../../../shared/fhir/codec/checkedAs.ts';
import { mediaSchema } from '../../../../../shared/fhir/resources.ts';

/** In an order no schema has, within the objects too; with what the schema does not know in between. */
const received =
  '{"note":[{"text":"b","id":"n1","_text":{"id":"t"}}],"vendor":{"z":1,"a":[{"y":1,"b":2}]},"content":{"url":"Binary/1","x":1,"contentType":"image/png"},' +
  '"_status":{"extension":[{"valueString":"v","url":"urn:x"}]},"status":"completed","meta":{"profile":["urn:p"],"versionId":"1"},"id":"m1","resourceType":"Media"}';

test('a Media read from the chart, from a page of a search and from the cache is the text that came', () => {
  expect(JSON.stringify(unwrap(storedMedia(JSON.parse(received), null)).resource)).toBe(received);
  const page = unwrap(readBundle({ type: 'searchset', entry: [{ search: { mode: 'match' }, resource: JSON.parse(received) as unknown }], resourceType: 'Bundle' }));
  expect(page.resources.map((resource) => JSON.stringify(resource))).toEqual([received]);
  expect(JSON.stringify(readJson(mediaSchema, received))).toBe(received);
});

test('what is no Media is refused with the places that are wrong', () => {
  const checked = checkedAs(mediaSchema, { resourceType: 'Media', status: 'finished', content: {} });
  expect(checked.success ? [] : checked.error.issues.map((issue) => issue.path.join('.'))).toEqual(['status']);
  expect(() => readJson(mediaSchema, '{"resourceType":"Media"}')).toThrow();
});
