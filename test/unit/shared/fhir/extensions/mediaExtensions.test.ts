import { describe, expect, it } from 'vitest';
import type { Extension } from '../../../../../shared/fhir/elements.ts';
import {
  canonicalExtensionUrl, extensionBase, mediaExtensionName, mediaExtensionOf, mediaExtensions, mediaExtensionText, readMediaExtension, writeMediaExtension,
} from '../../../../../shared/fhir/extensions/mediaExtensions.ts';
import type { Media } from '../../../../../shared/fhir/resources.ts';

/** The names of the API's own table, in its order. */
const table = `PRIORITY APPOINTMENTID ASSIGNEDTO CLINICALPROVIDERID CREATEDDATE DELETEDDATETIME DOCUMENTCLASS DOCUMENTSOURCE EXTERNALACCESSIONID EXTERNALNOTE FILESIZE
  INTERNALACCESSIONID INTERNALNOTE LASTMODIFIEDDATE LASTMODIFIEDDATETIME PROVIDERID PROVIDERUSERNAME TIETOORDERID TIETOPROCEDUREORSURGERY ACTIONNOTE SUBJECT PAGEORDERING`.split(/\s+/);

const rows = mediaExtensions.map(({ name }, index) => ({ name, tableName: table[index] ?? '' }));
const spellings = rows.flatMap(({ name, tableName }) => [
  { name, url: `${extensionBase}${name}` },
  { name, url: `TINY_URLS.MEDIA.${tableName}` },
  { name, url: `http://tiny.url/media/${tableName.toLowerCase()}` },
  { name, url: `TINY_URLS.MEDIA.${name.toUpperCase().replaceAll('-', '_')}` },
]);
const media = (...extension: Extension[]): Media => ({ resourceType: 'Media', status: 'completed', content: {}, extension });

describe('the extensions of the Media API', () => {
  it('are the 22 of its table', () => {
    expect(mediaExtensions).toHaveLength(22);
    expect(mediaExtensions.map(({ name }) => name.toUpperCase().replaceAll('-', ''))).toStrictEqual(table);
  });

  it.each(spellings)('$url is $name: read with any value, written canonically, removed', ({ name, url }) => {
    const before = media({ url: 'https://example.org/other', valueString: 'kept' }, { url, valueInteger: 7 });
    expect(mediaExtensionName(url)).toBe(name);
    expect(readMediaExtension(before, name)).toStrictEqual({ url, element: 'valueInteger', value: 7 });
    expect(readMediaExtension(media({ url, valueBoolean: false }), name)).toStrictEqual({ url, element: 'valueBoolean', value: false });
    const after = writeMediaExtension(before, name, { url: canonicalExtensionUrl(name), valueString: 'new' });
    expect(after.extension).toStrictEqual([{ url: 'https://example.org/other', valueString: 'kept' }, { url: `${extensionBase}${name}`, valueString: 'new' }]);
    expect(writeMediaExtension(before, name, undefined).extension).toStrictEqual([{ url: 'https://example.org/other', valueString: 'kept' }]);
  });

  it('are not mistaken for what others mean by the same tail, nor for longer names', () => {
    expect(mediaExtensionName('http://hl7.org/fhir/StructureDefinition/priority')).toBeUndefined();
    expect(mediaExtensionName('https://lightbox.dev/fhir/StructureDefinition/subject')).toBeUndefined();
    expect(mediaExtensionName(`${extensionBase}appointment-category`)).toBeUndefined();
    expect(mediaExtensionName('')).toBeUndefined();
  });

  it('are added where there were none, and leave no empty list behind', () => {
    const bare: Media = { resourceType: 'Media', status: 'completed', content: {} };
    const written = writeMediaExtension(bare, 'priority', mediaExtensionOf('priority', 'high'));
    expect(mediaExtensionText(written, 'priority')).toBe('high');
    expect(writeMediaExtension(written, 'priority', undefined)).toStrictEqual(bare);
  });

  it.each([
    ['page-ordering', '2', undefined, { valueInteger: 2 }],
    ['page-ordering', 'two', undefined, undefined],
    ['page-ordering', '2147483648', undefined, undefined],
    ['action-note', '3', undefined, { valueString: '3' }],
    ['action-note', '3', 'valueInteger', { valueInteger: 3 }],
    ['action-note', 'call back', 'valueInteger', { valueString: 'call back' }],
    ['appointment-id', 'A-7', undefined, { valueString: 'A-7' }],
    ['created-date', '2026-02-28', undefined, { valueDate: '2026-02-28' }],
    ['created-date', '2026-02-28T10:00:00Z', undefined, { valueDateTime: '2026-02-28T10:00:00Z' }],
    ['deleted-date-time', '2026-13-01', undefined, undefined],
    ['priority', ' ', undefined, undefined],
  ] as const)('%s from the text %j, read as %s before, is %j', (name, text, preferred, value) => {
    expect(mediaExtensionOf(name, text, preferred)).toStrictEqual(value && { url: canonicalExtensionUrl(name), ...value });
  });

  it('are no text when their value has parts', () => {
    const url = canonicalExtensionUrl('subject');
    expect(mediaExtensionText(media({ url, valueReference: { reference: 'Patient/1' } }), 'subject')).toBeUndefined();
    expect(mediaExtensionText(media({ url }), 'subject')).toBeUndefined();
  });
});
