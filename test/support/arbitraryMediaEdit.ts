import fc from 'fast-check';
import { elementOf } from '../../shared/fhir/edit/applyMediaEdit.ts';
import type { ElementEdit, ItemEdit, MediaEdit } from '../../shared/fhir/edit/mediaEdit.ts';
import { mediaStatuses, type Media } from '../../shared/fhir/resources.ts';

const plain = { noNullPrototype: true } as const;
const word = fc.stringMatching(/^[a-z]{1,6}$/);
const vendor = fc.record({ anything: word }, plain);

const concept = fc.record(
  { coding: fc.array(fc.record({ system: fc.constant('http://snomed.info/sct'), code: word, display: word }, plain), { minLength: 1, maxLength: 2 }), text: word, vendor },
  { requiredKeys: ['text'], noNullPrototype: true },
);
const referenceTo = (type: string) => fc.record({ reference: word.map((id) => `${type}/${id}`), display: word, vendor }, { requiredKeys: ['reference'], noNullPrototype: true });
const created = fc.oneof(
  fc.record({ createdDateTime: fc.constantFrom('2026', '2026-03', '2026-03-14', '2026-03-14T09:30:00+01:00') }, plain),
  fc.record({ createdDateTime: fc.constant('2026-03-14'), _createdDateTime: vendor }, plain),
  fc.record({ createdPeriod: fc.record({ start: fc.constantFrom('2025', '2025-06-01'), end: fc.constantFrom('2026', '2026-01-01') }, plain) }, plain),
);
const identifier = fc.record({ system: fc.constant('urn:oid:1.2.3'), value: word, vendor }, { requiredKeys: ['value'], noNullPrototype: true });
const note = fc.record({ id: word, authorString: word, time: fc.constant('2026-03-14T09:30:00Z'), text: word, vendor }, { requiredKeys: ['text'], noNullPrototype: true });
const extension = fc.record({ url: word.map((name) => `https://example.org/${name}`), valueString: word }, plain);

/** What may stand in each element that can be edited. */
const elementValues = {
  type: concept, modality: concept, view: concept, bodySite: concept, encounter: referenceTo('Encounter'), operator: referenceTo('Practitioner'), device: referenceTo('Device'),
  deviceName: word, created, frames: fc.integer({ min: 1, max: 999 }),
  subject: fc.record(
    { subject: referenceTo('Patient'), encounter: referenceTo('Encounter'), basedOn: fc.array(referenceTo('ServiceRequest'), { minLength: 1, maxLength: 2 }), contained: fc.array(vendor, { minLength: 1, maxLength: 2 }) },
    { requiredKeys: ['subject'], noNullPrototype: true },
  ),
} as const satisfies Record<Exclude<ElementEdit['element'], 'status'>, fc.Arbitrary<unknown>>;

const itemValues = {
  reasonCode: concept, identifier, basedOn: referenceTo('ServiceRequest'), partOf: referenceTo('Procedure'), note, extension,
} as const satisfies Record<ItemEdit['element'], fc.Arbitrary<unknown>>;

const elementNames = Object.keys(elementValues) as (keyof typeof elementValues)[];
const itemNames = Object.keys(itemValues) as (keyof typeof itemValues)[];

/** A Media with anything in the elements that can be edited, and others besides, in any order. */
export const arbitraryEditableMedia: fc.Arbitrary<Media> = fc
  .record(
    {
      resourceType: fc.constant('Media'), status: fc.constantFrom(...mediaStatuses), content: fc.record({ contentType: fc.constant('image/png'), vendor }, plain), vendorElement: vendor,
      _status: vendor, subject: referenceTo('Patient'), duration: fc.constant(1.5),
      ...Object.fromEntries(elementNames.filter((name) => name !== 'created' && name !== 'subject').map((name) => [name, elementValues[name]])),
      ...Object.fromEntries(itemNames.map((name) => [name, fc.array<unknown>(itemValues[name], { minLength: 1, maxLength: 3 })])),
    },
    { requiredKeys: ['resourceType', 'status', 'content'], noNullPrototype: true },
  )
  .chain((media) => fc.option(created, { nil: {} }).map((choice) => ({ ...media, ...choice })))
  .chain((media) => fc.shuffledSubarray(Object.entries(media), { minLength: Object.keys(media).length }))
  .map((entries) => Object.fromEntries(entries) as Media);

/** Any edit that can be made to this Media. */
export function arbitraryEditOf(media: Media): fc.Arbitrary<MediaEdit> {
  const elements = elementNames.map((element) =>
    fc.option(elementValues[element] as fc.Arbitrary<unknown>, { nil: null }).map((to) => ({ element, from: elementOf(media, element) ?? null, to })),
  );
  const items = itemNames.flatMap((element) => {
    const present: readonly unknown[] = media[element] ?? [];
    const value: fc.Arbitrary<unknown> = itemValues[element];
    const added = fc.tuple(fc.nat({ max: present.length }), value).map(([at, to]) => ({ element, at, from: null, to }));
    const changed = fc.tuple(fc.nat({ max: Math.max(0, present.length - 1) }), fc.option(value, { nil: null })).map(([at, to]) => ({ element, at, from: present[at] ?? null, to }));
    return present.length === 0 ? [added] : [added, changed];
  });
  const status = fc.constantFrom(...mediaStatuses).map((to) => ({ element: 'status' as const, from: media.status, to }));
  return fc.oneof(status, ...elements, ...items).map((edit) => edit as MediaEdit);
}
