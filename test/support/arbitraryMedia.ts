import fc from 'fast-check';
import type { Annotation } from '../../shared/fhir/elements.ts';
import { mediaStatuses, type Media } from '../../shared/fhir/resources.ts';

/** Objects as JSON.parse makes them. */
const plain = { noNullPrototype: true } as const;
const word = fc.stringMatching(/^[a-z]{1,6}$/);

/** Notes of few ids and few texts, so that two sides often meet on the same one. */
const arbitraryNotes: fc.Arbitrary<Annotation[]> = fc.uniqueArray(
  fc.record({ id: fc.constantFrom('note-1', 'note-2', 'note-3', 'note-4'), text: word }, plain),
  { maxLength: 4, selector: ({ id }) => id },
);

/** Successors of one Media: the same bytes, anything else changed. */
export const arbitraryMedia: fc.Arbitrary<Media> = fc
  .record(
    {
      resourceType: fc.constant('Media' as const),
      status: fc.constantFrom(...mediaStatuses),
      content: fc.record({ contentType: fc.constant('image/jpeg'), size: fc.constant(3), hash: fc.constant('qZk+NkcGgWq6PiVxeFDCbJzQ2J0=') }, plain),
      identifier: fc.uniqueArray(fc.record({ system: fc.constant('urn:x'), value: word }, plain), { minLength: 1, maxLength: 3, selector: ({ value }) => value }),
      note: arbitraryNotes.filter((notes) => notes.length > 0),
      bodySite: fc.record({ text: word }, plain),
      deviceName: word,
      vendorElement: fc.record({ anything: word }, plain),
    },
    { requiredKeys: ['resourceType', 'status', 'content'], noNullPrototype: true },
  )
  .map((media) => media as Media);

const editable = ['status', 'identifier', 'note', 'bodySite', 'deviceName', 'vendorElement'] as const;

/** A Media and what two people made of it, each changing few elements, so that they often do not collide. */
export const arbitrarySuccessors: fc.Arbitrary<readonly [Media, Media, Media]> = arbitraryMedia.chain((base) => {
  const successor = fc.tuple(arbitraryMedia, fc.subarray([...editable], { maxLength: 2 })).map(([source, names]) => {
    const changed: Record<string, unknown> = { ...base };
    for (const name of names) {
      if (source[name] === undefined && name !== 'status') delete changed[name];
      else changed[name] = source[name];
    }
    return changed as Media;
  });
  return fc.tuple(fc.constant(base), successor, successor);
});
