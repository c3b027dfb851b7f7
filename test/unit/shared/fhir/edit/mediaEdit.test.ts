import { describe, expect, it } from 'vitest';
import { mediaEditSchema } from '../../../../../shared/fhir/edit/mediaEdit.ts';
import { dateTimeSchema, instantSchema, positiveIntSchema, referenceTextSchema, uriSchema } from '../../../../../shared/fhir/edit/r4Primitives.ts';

describe('R4 primitives', () => {
  it.each(['2026', '1999-12', '2024-02-29', '2026-03-14T09:30:00Z', '2026-03-14T23:59:60.25-05:30'])('%s is a dateTime', (text) => {
    expect(dateTimeSchema.safeParse(text).success).toBe(true);
  });
  it.each(['', '0000', '26', '2026-13', '2026-2', '2026-02-29', '2026-04-31', '2026-03-14T09:30', '2026-03-14T09:30:00', '2026-03-14T24:00:00Z', '2026-03-14T09:30:00+15:00', ' 2026'])('%j is none', (text) => {
    expect(dateTimeSchema.safeParse(text).success).toBe(false);
  });
  it('an instant is whole', () => {
    expect(instantSchema.safeParse('2026-03-14T09:30:00Z').success).toBe(true);
    for (const text of ['2026-03-14', '2026-03-14T09:30:00', '2026-02-30T09:30:00Z']) expect(instantSchema.safeParse(text).success, text).toBe(false);
  });
  it.each(['Encounter/1', 'Encounter/a-b.c/_history/2', '#contained', 'https://ehr.example/fhir/Encounter/1', 'urn:uuid:6f1c2b1e-0000-4000-8000-000000000000'])('%s is a reference', (text) => {
    expect(referenceTextSchema.safeParse(text).success).toBe(true);
  });
  it.each(['', 'Encounter', 'Encounter/', 'encounter/1', 'Encounter/1 2', 'Encounter/ä', 'see chart', `Encounter/${'x'.repeat(65)}`])('%j is none', (text) => {
    expect(referenceTextSchema.safeParse(text).success).toBe(false);
  });
  it('a uri is absolute', () => {
    for (const text of ['urn:oid:1.2', 'https://hospital.example/ids']) expect(uriSchema.safeParse(text).success, text).toBe(true);
    for (const text of ['hospital', '', 'urn: x', '/ids']) expect(uriSchema.safeParse(text).success, text).toBe(false);
  });
  it('a positiveInt is above 0 and has 31 bits', () => {
    for (const value of [1, 2_147_483_647]) expect(positiveIntSchema.safeParse(value).success, String(value)).toBe(true);
    for (const value of [0, -1, 1.5, 2_147_483_648, '1']) expect(positiveIntSchema.safeParse(value).success, String(value)).toBe(false);
  });
});

describe('an edit is refused', () => {
  it.each<[string, unknown]>([
    ['of a status that is none', { element: 'status', from: 'completed', to: 'done' }],
    ['that takes the status away', { element: 'status', from: 'completed', to: null }],
    ['of the subject', { element: 'subject', from: null, to: { reference: 'Patient/2' } }],
    ['of the id', { element: 'id', from: 'a', to: 'b' }],
    ['of the content', { element: 'content', from: {}, to: { size: 1 } }],
    ['that says nothing', { element: 'bodySite', from: null, to: {} }],
    ['with an empty coding', { element: 'bodySite', from: null, to: { coding: [{}] } }],
    ['with a blank text', { element: 'reasonCode', at: 0, from: null, to: { text: '  ' } }],
    ['with both choices of created', { element: 'created', from: null, to: { createdDateTime: '2026', createdPeriod: { start: '2026' } } }],
    ['with neither choice of created', { element: 'created', from: null, to: {} }],
    ['of a period that ends before it begins', { element: 'created', from: null, to: { createdPeriod: { start: '2026-03-14', end: '2026-03-13' } } }],
    ['of a period without bounds', { element: 'created', from: null, to: { createdPeriod: {} } }],
    ['of an encounter that is a patient', { element: 'encounter', from: null, to: { reference: 'Patient/1' } }],
    ['of a reference without anything', { element: 'operator', from: null, to: { type: 'Practitioner' } }],
    ['of an identifier without a value', { element: 'identifier', at: 0, from: null, to: { system: 'urn:x:y' } }],
    ['of an identifier of no system', { element: 'identifier', at: 0, from: null, to: { system: 'hospital', value: '1' } }],
    ['of an extension without a value', { element: 'extension', at: 0, from: null, to: { url: 'https://example.org/a' } }],
    ['with more than it says', { element: 'status', from: 'completed', to: 'unknown', force: true }],
    ['at a place before the first', { element: 'note', at: -1, from: null, to: { text: 'a' } }],
  ])('%s', (_name, edit) => {
    expect(mediaEditSchema.safeParse(edit).success).toBe(false);
  });

  it('but what stood there before may have been anything', () => {
    const both = { createdDateTime: 'yesterday', createdPeriod: {} };
    expect(mediaEditSchema.safeParse({ element: 'created', from: both, to: { createdDateTime: '2026' } }).success).toBe(true);
    expect(mediaEditSchema.safeParse({ element: 'encounter', from: { reference: 'somewhere' }, to: null }).success).toBe(true);
  });
});
