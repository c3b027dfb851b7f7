import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationLayerUrl } from '../../../../shared/annotation/annotationLayerUrl.ts';
import { currentLayerVersion, type Layer } from '../../../../shared/annotation/layer.ts';
import {
  applyLayerChanges, carriesLayer, geometryIntoText, geometryOutOfText, hasGeometryOnlyInExtensions, layerToNote, noteToLayer, noteWords, readLayers, readNotes,
} from '../../../../shared/annotation/noteCodec.ts';
import { withBlock } from '../../../../shared/annotation/textBlock/textBlock.ts';
import type { Annotation } from '../../../../shared/fhir/elements.ts';
import { mediaSchema, type Media } from '../../../../shared/fhir/resources.ts';
import { noteIdentity } from '../../../../shared/sync/noteIdentity.ts';
import { arbitraryLayer } from '../../../support/arbitraryLayer.ts';

const mediaOf = (note: readonly Annotation[]): Media => mediaSchema.parse({ resourceType: 'Media', status: 'completed', content: {}, note });
/** What an EHR does that knows no extensions. */
const stripped = (media: Media): Media => ({ ...media, ...(media.note && { note: media.note.map(({ extension: _extension, ...note }) => note) }) });
const noteOf = (media: Media): Annotation => {
  const [note] = media.note ?? [];
  if (!note) throw new Error('no note');
  return note;
};
const onlyWords: Annotation = { id: 'w', text: 'Seen *before*.', authorString: 'Dr Who', extension: [{ url: 'urn:vendor', valueString: 'x' }] };
const sample = (changes: Partial<Layer> = {}): Layer => ({
  id: '0b9c3a44-6f0d-4a7e-9a51-7f0e0f5f4a11', name: 'Wound edge', colour: '#E69F00', visible: true, frame: null, imageSize: { width: 126, height: 145 },
  shapes: [{ kind: 'rectangle', id: 'c3f3a0e0-9d6e-4f0b-8f57-6f8d0a3c1a01', x: 1, y: 2, width: 3, height: 4 }], author: 'Ana Rivera, RN',
  createdAt: '2026-03-01T10:00:00Z', updatedAt: '2026-03-01T10:05:00Z', ...changes,
});
const inText = (layer: Layer): Annotation => noteOf(geometryIntoText(mediaOf([layerToNote(layer)])));

describe('a drawing in the text of its note', () => {
  it('comes back from an EHR without extensions as it was, for any layer', () => {
    fc.assert(fc.property(fc.uniqueArray(arbitraryLayer, { maxLength: 4, selector: ({ id }) => id }), (layers) => {
      const media = applyLayerChanges(mediaOf([{ text: 'Only words.' }]), { upsert: layers, remove: [] });
      expect(geometryOutOfText(stripped(geometryIntoText(media)))).toStrictEqual(media);
      // And from one that keeps them, too.
      expect(geometryOutOfText(geometryIntoText(media))).toStrictEqual(media);
    }));
  });

  it('says the words first, and is read, shown and told apart without being taken out', () => {
    const note = inText(sample());
    const words = layerToNote(sample()).text;
    expect(note.text.startsWith(`${words}\n\n\`\`\`lightbox-layer ${String(currentLayerVersion)} `)).toBe(true);
    expect(note).not.toHaveProperty('extension');
    expect(noteToLayer(note)).toStrictEqual({ kind: 'layer', layer: sample() });
    expect([noteWords(note), carriesLayer(note), noteIdentity(note)]).toStrictEqual([words, true, sample().id]);
    expect(readNotes(mediaOf([note]))).toMatchObject([{ text: words, layerId: sample().id, unreadableLayer: null }]);
  });

  it('stays there when it is changed by somebody whose connection does not put it there', () => {
    const media = applyLayerChanges(mediaOf([onlyWords, inText(sample())]), { upsert: [sample({ name: 'Edge' })], remove: [] });
    expect(media.note?.[0]).toStrictEqual(onlyWords);
    expect(media.note?.[1]).not.toHaveProperty('extension');
    expect(readLayers(stripped(media)).map(({ name }) => name)).toStrictEqual(['Edge']);
  });

  it('changes no other note, and nothing at all where nothing is drawn', () => {
    const media = mediaOf([onlyWords]);
    expect(geometryIntoText(media)).toBe(media);
    expect(geometryOutOfText(media)).toBe(media);
    const drawn = mediaOf([onlyWords, layerToNote(sample())]);
    expect(geometryIntoText(drawn).note?.[0]).toBe(drawn.note?.[0]);
    const decorated: Annotation = { ...layerToNote(sample()), extension: [{ url: 'urn:before' }, ...(layerToNote(sample()).extension ?? [])] };
    expect(noteOf(geometryIntoText(mediaOf([decorated]))).extension).toStrictEqual([{ url: 'urn:before' }]);
  });

  it('is beside the extension where others put something into that, and stays out of the text when it is too large', () => {
    const [geometry] = layerToNote(sample()).extension ?? [];
    const decorated: Annotation = { ...layerToNote(sample()), extension: [{ ...geometry, url: annotationLayerUrl, extension: [...(geometry?.extension ?? []), { url: 'theirs', valueString: 'x' }] }] };
    const both = geometryIntoText(mediaOf([decorated]));
    expect([noteOf(both).extension, hasGeometryOnlyInExtensions(both)]).toStrictEqual([decorated.extension, false]);
    expect(geometryOutOfText(both)).toStrictEqual(mediaOf([decorated]));
    const large = mediaOf([layerToNote(sample({ shapes: [{ kind: 'freehand', id: 'c3f3a0e0-9d6e-4f0b-8f57-6f8d0a3c1a01', points: Array.from({ length: 9_000 }, (_, index) => ({ x: index, y: index })) }] }))]);
    expect(geometryIntoText(large)).toBe(large);
    expect(hasGeometryOnlyInExtensions(large)).toBe(true);
  });

  it('keeps what people wrote around it in the EHR', () => {
    const note = inText(sample());
    const read = noteOf(geometryOutOfText(mediaOf([{ ...note, text: `${note.text}\n\nSeen by Dr Who.` }])));
    expect(read.text).toBe(`${layerToNote(sample()).text}\n\nSeen by Dr Who.`);
    expect(noteToLayer(read).kind).toBe('layer');
  });

  it.each<[string, string, string, string]>([
    ['the extension, when they are the same age', '2026-03-01T10:05:00Z', 'extension', 'extension'],
    ['the extension, when it is newer', '2026-03-01T10:04:00Z', 'extension', 'extension'],
    ['the text, when it is newer', '2026-03-02T00:00:00Z', 'text', 'text'],
  ])('where both stand: %s counts', (_, updatedAt, winner, name) => {
    const note = { ...layerToNote(sample({ name: 'extension' })), text: inText(sample({ name: 'text', updatedAt })).text };
    expect(noteToLayer(note)).toMatchObject({ kind: 'layer', layer: { name: winner } });
    const read = noteOf(geometryOutOfText(mediaOf([note])));
    expect(read.text).not.toContain('lightbox-layer');
    expect(noteToLayer(read)).toMatchObject({ kind: 'layer', layer: { name } });
  });

  it('is left alone beside the extension of another drawing, and saves one whose extension is damaged', () => {
    const other = { ...layerToNote(sample({ id: '0b9c3a44-6f0d-4a7e-9a51-7f0e0f5f4a22' })), text: inText(sample()).text };
    const media = mediaOf([other]);
    expect(geometryOutOfText(media)).toBe(media);
    expect(noteToLayer(other)).toMatchObject({ layer: { id: '0b9c3a44-6f0d-4a7e-9a51-7f0e0f5f4a22' } });
    const damaged: Annotation = { ...inText(sample()), extension: [{ url: annotationLayerUrl, extension: [{ url: 'version', valueInteger: 1 }] }] };
    expect(noteToLayer(damaged)).toStrictEqual({ kind: 'layer', layer: sample() });
    expect(noteToLayer(noteOf(geometryOutOfText(mediaOf([damaged]))))).toStrictEqual({ kind: 'layer', layer: sample() });
  });

  it('is, when damaged, kept as it is; its words are shown, and that it is damaged', () => {
    const note = inText(sample());
    const cut = { ...note, text: note.text.slice(0, -40) };
    const media = mediaOf([cut]);
    expect(geometryOutOfText(media)).toBe(media);
    expect(geometryIntoText(media)).toBe(media);
    expect(readNotes(media)).toMatchObject([{ text: layerToNote(sample()).text, layerId: null, unreadableLayer: 'invalid' }]);
    expect(applyLayerChanges(media, { upsert: [sample({ id: '0b9c3a44-6f0d-4a7e-9a51-7f0e0f5f4a22' })], remove: [] }).note?.[0]).toBe(media.note?.[0]);
  });

  it('of a newer Lightbox goes through both ways untouched, and is shown in words', () => {
    const newer: Annotation = {
      text: 'From the future.', extension: [{ url: annotationLayerUrl, extension: [{ url: 'version', valueInteger: 99 }, { url: 'layer', valueString: '{"new":true}' }] }],
    };
    const media = geometryIntoText(mediaOf([newer]));
    expect(noteOf(media).text).toBe(withBlock('lightbox-layer', 'From the future.', { version: 99, form: '{"new":true}' }));
    expect(readNotes(media)).toMatchObject([{ text: 'From the future.', unreadableLayer: 'newer' }]);
    expect(geometryOutOfText(media)).toStrictEqual(mediaOf([newer]));
  });
});
