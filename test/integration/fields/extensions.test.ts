import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detailGroups } from '../../../renderer/viewer/details/detailGroups.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { parseFhirJson, writeFhirJson } from '../../../shared/fhir/codec/fhirJson.ts';
import { applyMediaEdit } from '../../../shared/fhir/edit/applyMediaEdit.ts';
import type { Extension } from '../../../shared/fhir/elements.ts';
import {
  canonicalExtensionUrl, mediaExtensionName, mediaExtensionOf, mediaExtensions, readMediaExtension, writeMediaExtension, type MediaExtensionName,
} from '../../../shared/fhir/extensions/mediaExtensions.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { openChartAndCache } from '../../support/chartAndCache.ts';

/** `npm run report:fields` prints these as a table: a line for each describe, a column for each test. */

/** How the url of one extension was seen: by the Media API's table, by name, as a constant that was never filled in, and as a short link. */
const spellings: Readonly<Record<string, (name: string) => string>> = {
  'structureDefinition url': (name) => `http://xcaliber-fhir/structureDefinition/${name}`,
  'name of the table': (name) => name.replaceAll('-', '').toUpperCase(),
  'TINY_URLS constant': (name) => `TINY_URLS.MEDIA.${name.replaceAll('-', '_').toUpperCase()}`,
  'tiny.url link': (name) => `http://tiny.url/media/${name.replaceAll('-', '')}`,
};
const samples = { string: ['one', 'two'], integer: ['7', '8'], date: ['2026-03-01', '2026-03-02'], dateTime: ['2026-03-01T10:00:00Z', '2026-03-02T10:00:00Z'] } as const;

const extensionOf = (name: MediaExtensionName, text: string): Extension => {
  const made = mediaExtensionOf(name, text);
  if (!made) throw new Error(`${name}: ${text}`);
  return made;
};
const before = (name: MediaExtensionName) => extensionOf(name, samples[typeOf(name)][0]);
const after = (name: MediaExtensionName) => extensionOf(name, samples[typeOf(name)][1]);
function typeOf(name: MediaExtensionName) {
  const found = mediaExtensions.find((extension) => extension.name === name);
  if (!found) throw new Error(name);
  return found.types[0];
}

let scene: Awaited<ReturnType<typeof openChartAndCache>>;
const ids = new Map<string, string>();

beforeAll(async () => {
  scene = await openChartAndCache();
  for (const [spelling, urlOf] of Object.entries(spellings)) {
    const media = {
      resourceType: 'Media', status: 'completed', subject: { reference: 'Patient/demo-child' }, content: { contentType: 'image/png', url: 'https://media.invalid/1.png' },
      extension: [...mediaExtensions.map(({ name }) => ({ ...before(name), url: urlOf(name) })), { url: 'urn:x:unknown', valueDecimal: 1 }],
    };
    ids.set(spelling, await scene.raw.create(JSON.stringify(media)));
  }
});
afterAll(() => scene.close());

test('the table of the Media API has 22', () => {
  expect(mediaExtensions).toHaveLength(22);
  expect(Object.keys(spellings)).toHaveLength(4);
});

describe.each(mediaExtensions)('extension $name', ({ name, label }) => {
  test.each(Object.keys(spellings))('%s', async (spelling) => {
    const id = ids.get(spelling) ?? '';
    const url = spellings[spelling]?.(name) ?? '';
    const { current } = await scene.pull(id);
    const { extension = [] } = current;

    // Read: by its name, as it came.
    const { url: _canonical, ...value } = before(name);
    expect(mediaExtensionName(url)).toBe(name);
    expect(readMediaExtension(current, name)).toEqual({ url, element: Object.keys(value)[0], value: Object.values(value)[0] });

    // Shown: with its label and value, never among what is not known.
    const rows = detailGroups(current, { author: '', now: () => '2026-03-14T09:30:00.000Z', newId: () => 'new-id' }).flatMap((group) => group.rows);
    expect(rows.filter(({ behind }) => behind === url)).toMatchObject([{ label, text: String(Object.values(value)[0]) }]);

    // Kept: sent back as it came.
    await scene.push(current);
    expect((JSON.parse(await scene.raw.read(id)) as Media).extension).toEqual(extension);

    // Written: under the one url of the table, in its place, and nothing beside it changes.
    const written = writeMediaExtension(current, name, after(name));
    expect(written.extension).toEqual(extension.map((item) => (item.url === url ? after(name) : item)));
    const edited = unwrap(applyMediaEdit(current, { element: 'extension', at: extension.findIndex((item) => item.url === url), from: { ...before(name), url }, to: after(name) }));
    expect(edited).toEqual(written);
    const copy = await scene.raw.create(writeFhirJson(edited));
    const held = parseFhirJson(await scene.raw.read(copy)) as Media;
    expect(held.extension?.filter((item) => item.url === canonicalExtensionUrl(name))).toEqual([after(name)]);
    expect(held.extension).toEqual(written.extension);
  });
});
