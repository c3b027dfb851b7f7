import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationLayerUrl } from '../../../../shared/annotation/annotationLayerUrl.ts';
import { currentLayerVersion, layerSchema } from '../../../../shared/annotation/layer.ts';
import type { Layer } from '../../../../shared/annotation/layer.ts';
import { applyLayerChanges, layerToNote, noteToLayer, readLayers, readNotes } from '../../../../shared/annotation/noteCodec.ts';
import { roundShape } from '../../../../shared/annotation/roundShape.ts';
import { annotationSchema } from '../../../../shared/fhir/elements.ts';
import type { Annotation } from '../../../../shared/fhir/elements.ts';
import { mediaSchema } from '../../../../shared/fhir/resources.ts';
import type { Media } from '../../../../shared/fhir/resources.ts';
import { arbitraryLayer } from '../../../support/arbitraryLayer.ts';

const overTheWire = (note: Annotation) => annotationSchema.parse(JSON.parse(JSON.stringify(note)));

function sampleLayer(changes: Partial<Layer> = {}): Layer {
  return layerSchema.parse({
    id: '0b9c3a44-6f0d-4a7e-9a51-7f0e0f5f4a11',
    name: 'Wound edge',
    colour: '#E69F00',
    visible: true,
    frame: 2,
    imageSize: { width: 126, height: 145 },
    shapes: [
      { kind: 'polygon', id: 'c3f3a0e0-9d6e-4f0b-8f57-6f8d0a3c1a01', points: [{ x: 10.126, y: 20 }, { x: 30, y: 20.4 }, { x: 20, y: 40 }] },
      { kind: 'text', id: 'c3f3a0e0-9d6e-4f0b-8f57-6f8d0a3c1a02', at: { x: 5, y: 6 }, text: 'slough <b>', size: 12 },
    ],
    author: 'Ana Rivera, RN',
    createdAt: '2026-03-01T10:00:00Z',
    updatedAt: '2026-03-01T10:05:00Z',
    ...changes,
  });
}

function sampleMedia(note?: Annotation[]): Media {
  const media = mediaSchema.parse({
    resourceType: 'Media', id: 'm1', status: 'completed', content: { contentType: 'image/gif', url: 'Binary/1' },
    vendorElement: { kept: [1, 2, { deep: true }] },
  });
  return note === undefined ? media : { ...media, note };
}

const foreignNote: Annotation = annotationSchema.parse({
  id: 'a', authorReference: { reference: 'Practitioner/1', display: 'Dr Who' }, time: '2017-01-01', text: 'Seen *before*.',
  extension: [{ url: 'urn:vendor', valueBoolean: true }], _text: { id: 'x' },
});

describe('the note of a layer', () => {
  it('carries any layer through JSON, rounded to a hundredth of a pixel', () => {
    fc.assert(fc.property(arbitraryLayer, (layer) => {
      const reading = noteToLayer(overTheWire(layerToNote(layer)));
      expect(reading).toEqual({ kind: 'layer', layer: { ...layer, shapes: layer.shapes.map(roundShape) } });
    }));
  });

  it('is stable: writing what was read changes nothing', () => {
    fc.assert(fc.property(arbitraryLayer, (layer) => {
      const note = overTheWire(layerToNote(layer));
      const reading = noteToLayer(note);
      if (reading.kind !== 'layer') throw new Error('unreadable');
      expect(layerToNote(reading.layer, note)).toEqual(note);
    }));
  });

  it('says the same to a person, in one valid FHIR string', () => {
    fc.assert(fc.property(arbitraryLayer, (layer) => {
      const { text, authorString } = layerToNote(layer);
      expect(text).not.toMatch(/[^\P{Cc}\n]/u);
      expect(text.isWellFormed()).toBe(true);
      expect(authorString).not.toBe('');
    }));
  });

  it('reads naturally', () => {
    expect(layerToNote(sampleLayer())).toMatchObject({ id: sampleLayer().id, authorString: 'Ana Rivera, RN', time: '2026-03-01T10:05:00Z' });
    expect(layerToNote(sampleLayer()).text).toBe([
      'Drawing "Wound edge" on frame 3 by Ana Rivera, RN',
      '',
      '- Polygon with 3 corners: (10, 20), (30, 20), (20, 40)',
      '- Text at (5, 6): "slough \\<b\\>"',
      '',
      'Positions are pixels from the top left corner of the 126 x 145 px picture. Drawn with Lightbox.',
    ].join('\n'));
    expect(layerToNote(sampleLayer({ frame: null, shapes: [], author: '' })).text).toContain('on every frame\n\nNo shapes.');
  });

  it('keeps what another system added to the note', () => {
    const note = layerToNote(sampleLayer());
    const decorated = annotationSchema.parse({
      ...note, id: 'server-1', extension: [{ url: 'urn:before' }, ...(note.extension ?? []), { url: 'urn:after', valueCode: 'x' }], vendor: 7,
    });
    const again = layerToNote(sampleLayer({ name: 'Edge' }), decorated);
    expect(again).toMatchObject({ id: 'server-1', vendor: 7 });
    expect(again.extension?.map(({ url }) => url)).toEqual(['urn:before', annotationLayerUrl, 'urn:after']);
    expect(noteToLayer(again)).toMatchObject({ kind: 'layer', layer: { name: 'Edge' } });
  });

  it('never claims two kinds of author', () => {
    const { authorString: _, ...note } = layerToNote(sampleLayer());
    const again = layerToNote(sampleLayer(), { ...note, authorReference: { reference: 'Practitioner/1' } });
    expect(again).not.toHaveProperty('authorString');
  });

  it.each([
    ['no version', [{ url: 'layer', valueString: '{}' }], 'invalid'],
    ['version 0', [{ url: 'version', valueInteger: 0 }, { url: 'layer', valueString: '{}' }], 'invalid'],
    ['no layer', [{ url: 'version', valueInteger: 1 }], 'invalid'],
    ['broken JSON', [{ url: 'version', valueInteger: 1 }, { url: 'layer', valueString: '{"id":' }], 'invalid'],
    ['a shape of another world', [{ url: 'version', valueInteger: 1 }, { url: 'layer', valueString: JSON.stringify({ ...sampleLayer(), shapes: [{ kind: 'spiral' }] }) }], 'invalid'],
    ['a newer version', [{ url: 'version', valueInteger: currentLayerVersion + 1 }, { url: 'layer', valueString: '{}' }], 'newer'],
  ])('is unreadable with %s, and says why', (_, extension, reason) => {
    const note = annotationSchema.parse({ text: 't', extension: [{ url: annotationLayerUrl, extension }] });
    expect(noteToLayer(note)).toEqual({ kind: 'unreadable', reason });
  });

  it('is none where there is no geometry', () => {
    expect(noteToLayer(foreignNote)).toEqual({ kind: 'none' });
  });
});

describe('changing the layers of a Media', () => {
  const other = sampleLayer({ id: '0b9c3a44-6f0d-4a7e-9a51-7f0e0f5f4a22', name: 'Second' });
  const newer: Annotation = { text: 'from the future', extension: [{ url: annotationLayerUrl, extension: [{ url: 'version', valueInteger: 99 }] }] };

  it('touches only the notes concerned, and leaves every other one the same object in its place', () => {
    const media = sampleMedia([foreignNote, layerToNote(sampleLayer()), newer, layerToNote(other)]);
    const changed = applyLayerChanges(media, { upsert: [sampleLayer({ name: 'Renamed' })], remove: [other.id] });
    expect(changed.note).toHaveLength(3);
    expect(changed.note?.[0]).toBe(foreignNote);
    expect(changed.note?.[2]).toBe(newer);
    expect(readLayers(changed).map(({ name }) => name)).toEqual(['Renamed']);
    expect(JSON.stringify({ ...changed, note: null })).toBe(JSON.stringify({ ...media, note: null }));
    expect(Object.keys(changed)).toEqual(Object.keys(media));
  });

  it('appends a new layer, and leaves no empty array behind when the last one goes', () => {
    const media = sampleMedia();
    const drawn = applyLayerChanges(media, { upsert: [sampleLayer()], remove: [] });
    expect(readLayers(drawn)).toHaveLength(1);
    const bare = applyLayerChanges(drawn, { upsert: [], remove: [sampleLayer().id] });
    expect(bare).toEqual(media);
    expect(bare).not.toHaveProperty('note');
  });

  it('is the same object when nothing changes', () => {
    const media = applyLayerChanges(sampleMedia([foreignNote]), { upsert: [sampleLayer()], remove: [] });
    expect(applyLayerChanges(media, { upsert: [sampleLayer()], remove: ['0b9c3a44-6f0d-4a7e-9a51-7f0e0f5f4aff'] })).toBe(media);
  });

  it('writes a layer that stands there twice once, and reads its latest state', () => {
    const late = sampleLayer({ name: 'Late', updatedAt: '2026-03-02T00:00:00Z' });
    const media = sampleMedia([layerToNote(sampleLayer()), foreignNote, layerToNote(late)]);
    expect(readLayers(media)).toEqual([expect.objectContaining({ name: 'Late' })]);
    const changed = applyLayerChanges(media, { upsert: [sampleLayer({ name: 'One' })], remove: [] });
    expect(changed.note).toHaveLength(2);
    expect(changed.note?.[1]).toBe(foreignNote);
  });

  it('reads what was written, for any layers', () => {
    fc.assert(fc.property(fc.uniqueArray(arbitraryLayer, { maxLength: 4, selector: (layer) => layer.id }), (layers) => {
      const media = applyLayerChanges(sampleMedia([foreignNote]), { upsert: layers, remove: [] });
      expect(readLayers(media).map(({ id }) => id)).toEqual(layers.map(({ id }) => id));
      expect(media.note?.[0]).toBe(foreignNote);
    }), { numRuns: 30 });
  });
});

describe('the list of notes', () => {
  it('tells author, time, text and what is drawn', () => {
    const media = sampleMedia([foreignNote, layerToNote(sampleLayer()), { text: 'x', extension: [{ url: annotationLayerUrl }] }]);
    expect(readNotes(media)).toEqual([
      { author: 'Dr Who', time: '2017-01-01', text: 'Seen *before*.', layerId: null, unreadableLayer: null },
      { author: 'Ana Rivera, RN', time: '2026-03-01T10:05:00Z', text: layerToNote(sampleLayer()).text, layerId: sampleLayer().id, unreadableLayer: null },
      { author: null, time: null, text: 'x', layerId: null, unreadableLayer: 'invalid' },
    ]);
  });
});
