import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyLayerChanges } from '../../../../shared/annotation/noteCodec.ts';
import { hasNotesInExtension, notesIntoExtension, notesOutOfExtension } from '../../../../shared/annotation/notesInExtension.ts';
import { annotationSchema, type Annotation, type Extension } from '../../../../shared/fhir/elements.ts';
import { canonicalExtensionUrl } from '../../../../shared/fhir/extensions/mediaExtensions.ts';
import { mediaSchema, type Media } from '../../../../shared/fhir/resources.ts';
import { arbitraryLayer } from '../../../support/arbitraryLayer.ts';

const internalNote = (valueString: string): Extension => ({ url: canonicalExtensionUrl('internal-note'), valueString });
const other: Extension = { url: canonicalExtensionUrl('priority'), valueString: 'high' };
const mediaOf = (note: readonly Annotation[], extension?: readonly Extension[]): Media =>
  mediaSchema.parse({ resourceType: 'Media', status: 'completed', content: {}, ...(extension && { extension }), ...(note.length > 0 && { note }) });
const words: Annotation = { id: 'w', text: 'Seen *before*.', authorString: 'Dr Who', time: '2026-03-01', extension: [{ url: 'urn:vendor', valueString: 'x' }] };
const textOf = (media: Media) => media.extension?.find(({ url }) => url.endsWith('internal-note'))?.valueString ?? '';
const withText = (media: Media, valueString: string): Media => ({ ...media, extension: (media.extension ?? []).map((one) => (one.url.endsWith('internal-note') ? { ...one, valueString } : one)) });

describe('all notes of a Media in its internal note', () => {
  it('come back from an EHR without notes as they were, with what somebody wrote there', () => {
    const note = fc.record({ text: fc.string({ unit: 'binary' }), id: fc.uuid() }, { noNullPrototype: true }).map((one) => annotationSchema.parse(one));
    const own = fc.option(fc.constantFrom('Call the ward.', 'Line one\n\nLine two\n'), { nil: undefined });
    fc.assert(fc.property(fc.array(note, { maxLength: 3 }), fc.uniqueArray(arbitraryLayer, { maxLength: 2, selector: ({ id }) => id }), own, (notes, layers, text) => {
      const media = applyLayerChanges(mediaOf(notes, text === undefined ? [other] : [internalNote(text), other]), { upsert: layers, remove: [] });
      const sent = notesIntoExtension(media);
      if ((media.note ?? []).every((one) => one.text.isWellFormed())) expect(sent.note).toBeUndefined();
      expect(notesOutOfExtension(sent)).toStrictEqual(media);
    }));
  });

  it('say to people what they are, after what stood there', () => {
    const sent = notesIntoExtension(mediaOf([words], [internalNote('Call the ward.')]));
    expect(textOf(sent)).toMatch(/^Call the ward\.\n\nNotes and drawings, from Lightbox:\n\nDr Who, 2026-03-01\nSeen \*before\*\.\n\n```lightbox-notes 1 [0-9a-f]{8}\n/);
    expect([hasNotesInExtension(sent), hasNotesInExtension(mediaOf([words]))]).toStrictEqual([true, false]);
  });

  it('leave what people change around them in the EHR', () => {
    const sent = notesIntoExtension(mediaOf([words], [internalNote('Call the ward.')]));
    const edited = withText(sent, `${textOf(sent).replace('Call', 'Do not call')}\nDone, N. Nurse`);
    expect(notesOutOfExtension(edited)).toMatchObject({ note: [words], extension: [internalNote('Do not call the ward.\n\nDone, N. Nurse')] });
    const rewritten = withText(sent, textOf(sent).replace('Seen *before*.', 'Seen by all.'));
    expect(notesOutOfExtension(rewritten).note).toStrictEqual([words]);
    expect(textOf(notesOutOfExtension(rewritten))).toContain('Seen by all.');
  });

  it('are left where they are when they are damaged, newer, or beside notes the chart holds itself', () => {
    const sent = notesIntoExtension(mediaOf([words]));
    for (const odd of [withText(sent, textOf(sent).slice(0, -20)), withText(sent, textOf(sent).replace('notes 1 ', 'notes 2 ')), { ...sent, note: [{ text: 'theirs' }] }]) {
      expect(notesOutOfExtension(odd)).toBe(odd);
    }
  });

  it('do not go where something else than a text stands', () => {
    const media = mediaOf([words], [{ url: canonicalExtensionUrl('internal-note'), valueInteger: 7 }]);
    expect(notesIntoExtension(media)).toBe(media);
    expect(notesIntoExtension(mediaOf([], [other]))).toStrictEqual(mediaOf([], [other]));
  });
});
