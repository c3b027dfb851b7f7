import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostShapesPerLayer, type Layer, type Shape } from '../../../../shared/annotation/layer.ts';
import { geometryIntoText, layerToNote, noteToLayer, noteWords, readLayers } from '../../../../shared/annotation/noteCodec.ts';
import type { Annotation, CodeableConcept, Coding } from '../../../../shared/fhir/elements.ts';
import type { Media } from '../../../../shared/fhir/resources.ts';
import { canonicalJson } from '../../../../shared/sync/canonicalJson.ts';
import { mergeMedia } from '../../../../shared/sync/merge.ts';
import type { MergeChoice } from '../../../../shared/sync/mergeConflict.ts';

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const layerId = uuid(0);
const arrow = (number: number, x: number): Shape => ({ kind: 'arrow', id: uuid(number), from: { x, y: 0 }, to: { x: 9, y: 9 } });
const layer = (shapes: readonly Shape[], more: Partial<Layer> = {}): Layer => ({
  id: layerId, name: 'Wound', colour: '#E69F00', visible: true, frame: null, imageSize: { width: 100, height: 80 }, shapes: [...shapes], author: 'N. Nurse',
  createdAt: '2026-11-23T09:00:00.000Z', updatedAt: '2026-11-23T09:00:00.000Z', ...more,
});
const media = (...note: Annotation[]): Media => ({ resourceType: 'Media', status: 'completed', content: { contentType: 'image/jpeg', size: 3, hash: 'AAAA' }, ...(note.length > 0 && { note }) });
const drawn = (shapes: readonly Shape[], more?: Partial<Layer>) => media(layerToNote(layer(shapes, more)));
const onlyLayer = (merged: Media) => {
  const [only, ...more] = readLayers(merged);
  if (only === undefined || more.length > 0) throw new Error('not exactly one layer');
  return only;
};
const keysOf = (merged: ReturnType<typeof mergeMedia>) => merged.conflicts.map(({ key }) => key).toSorted();

/** Some of six shapes, each at one of three places: two sides often meet on the same one. */
const arbitraryShapes: fc.Arbitrary<Shape[]> = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 2 })), { selector: ([id]) => id, maxLength: 6 })
  .map((some) => some.map(([id, x]) => arrow(id, x)));
const arbitraryHead: fc.Arbitrary<Partial<Layer>> = fc.record(
  { name: fc.constantFrom('Wound', 'Ulcer', 'Margin'), colour: fc.constantFrom('#E69F00' as const, '#56B4E9' as const, '#009E73' as const), frame: fc.constantFrom(null, 0, 1), visible: fc.boolean() }, { requiredKeys: [], noNullPrototype: true },
);
const arbitraryDrawings = fc.tuple(
  fc.tuple(arbitraryShapes, arbitraryHead), fc.tuple(arbitraryShapes, arbitraryHead), fc.tuple(arbitraryShapes, arbitraryHead), fc.boolean(),
).map(([base, mine, theirs, inText]) => [base, mine, theirs].map(([shapes, head]) => (inText ? geometryIntoText(drawn(shapes, head)) : drawn(shapes, head))) as [Media, Media, Media]);

/** What must come out, said as simply as it can be: of each thing, who changed it. */
function oracle([base, mine, theirs]: readonly [Media, Media, Media]) {
  const parts = (side: Media) => {
    const { shapes, name, colour, frame, visible } = onlyLayer(side);
    return new Map<string, string>([...shapes.map((shape) => [`shape:${layerId}/${shape.id}`, canonicalJson(shape)] as const), ...Object.entries({ name, colour, frame, visible }).map(([key, value]) => [`layer:${layerId}.${key}`, JSON.stringify(value)] as const)]);
  };
  const [before, here, there] = [parts(base), parts(mine), parts(theirs)];
  const settled = new Map<string, string | undefined>();
  const contested: string[] = [];
  for (const key of new Set([...before.keys(), ...here.keys(), ...there.keys()])) {
    const [b, m, t] = [before.get(key), here.get(key), there.get(key)];
    if (m !== t && m !== b && t !== b) contested.push(key);
    else settled.set(key, m === b ? t : m);
  }
  return { settled, contested: contested.toSorted(), partsOf: parts };
}

describe('a drawing that both sides changed', () => {
  it('is merged as the oracle says, shape by shape, in extensions and in texts', () => {
    fc.assert(fc.property(arbitraryDrawings, (sides) => {
      const merged = mergeMedia(...sides);
      const expected = oracle(sides);
      expect(keysOf(merged)).toStrictEqual(expected.contested);
      const parts = expected.partsOf(merged.merged);
      for (const [key, value] of expected.settled) expect(parts.get(key)).toBe(value);
      // Its words are those of the drawing it has now.
      expect(noteWords(merged.merged.note?.[0] ?? { text: '' })).toBe(noteWords(layerToNote(onlyLayer(merged.merged))));
    }), { numRuns: 500 });
  });

  it('has the same conflicts, and without one the same shapes, from both sides', () => {
    fc.assert(fc.property(arbitraryDrawings, ([base, mine, theirs]) => {
      const [here, there] = [mergeMedia(base, mine, theirs), mergeMedia(base, theirs, mine)];
      expect(keysOf(there)).toStrictEqual(keysOf(here));
      fc.pre(here.conflicts.length === 0);
      const shapes = (merged: Media) => onlyLayer(merged).shapes.map(canonicalJson).toSorted();
      expect(shapes(there.merged)).toStrictEqual(shapes(here.merged));
    }));
  });

  it('loses no edit: what a side did is in the result, or in the list with both values', () => {
    fc.assert(fc.property(arbitraryDrawings, (sides) => {
      const { merged, conflicts } = mergeMedia(...sides);
      const { partsOf } = oracle(sides);
      const [before, after] = [partsOf(sides[0]), partsOf(merged)];
      for (const [index, name] of [[1, 'mine'], [2, 'theirs']] as const) {
        const side = partsOf(sides[index]);
        for (const key of new Set([...before.keys(), ...side.keys()])) {
          if (side.get(key) === before.get(key) || after.get(key) === side.get(key)) continue;
          const listed = conflicts.find((conflict) => conflict.key === key);
          expect(listed === undefined ? 'lost' : canonicalJson(listed[name])).toBe(side.get(key) ?? 'null');
        }
      }
    }));
  });

  it('is settled by any choices, and then merges with what the chart holds without a conflict', () => {
    fc.assert(fc.property(arbitraryDrawings, fc.array(fc.constantFrom('mine' as const, 'theirs' as const, 'both' as const), { minLength: 12, maxLength: 12 }), ([base, mine, theirs], picks) => {
      const { conflicts } = mergeMedia(base, mine, theirs);
      const choices = new Map(conflicts.map(({ key, bothPossible }, index): [string, MergeChoice] => {
        const keep = picks[index] ?? 'mine';
        return [key, keep !== 'both' ? { key, keep } : bothPossible ? { key, keep, copyId: uuid(100 + index) } : { key, keep: 'mine' }];
      }));
      const settled = mergeMedia(base, mine, theirs, choices);
      const { partsOf } = oracle([base, mine, theirs]);
      const parts = partsOf(settled.merged);
      for (const [key, { keep }] of choices) expect(parts.get(key)).toBe(partsOf(keep === 'mine' ? mine : theirs).get(key));
      for (const choice of choices.values()) {
        if (choice.keep === 'both') expect(onlyLayer(settled.merged).shapes.find(({ id }) => id === choice.copyId)).toMatchObject({ kind: 'arrow' });
      }
      const again = mergeMedia(theirs, settled.merged, theirs);
      expect(again.conflicts).toStrictEqual([]);
      expect(onlyLayer(again.merged)).toStrictEqual(onlyLayer(settled.merged));
    }));
  });

  it('keeps what Lightbox does not know of the note, whichever side put it there', () => {
    const foreign = (note: Annotation): Annotation => ({ ...note, extension: [...(note.extension ?? []), { url: 'urn:x', valueString: 'theirs' }] });
    const [mine, theirs] = [drawn([arrow(1, 1)]), drawn([arrow(2, 0)])];
    const { merged, conflicts } = mergeMedia(media(layerToNote(layer([]))), mine, { ...theirs, note: theirs.note?.map(foreign) });
    expect(conflicts).toStrictEqual([]);
    expect(merged.note?.[0]?.extension).toContainEqual({ url: 'urn:x', valueString: 'theirs' });
    expect(onlyLayer(merged).shapes.map(({ id }) => id)).toStrictEqual([uuid(2), uuid(1)]);
  });

  it.each<[string, Media, Media, Media]>([
    ['one side deleted it', drawn([arrow(1, 0)]), media(), drawn([arrow(1, 1)])],
    ['it was drawn on pictures of other sizes', drawn([arrow(1, 0)]), drawn([arrow(1, 1)], { imageSize: { width: 200, height: 160 } }), drawn([arrow(2, 1)])],
    ['somebody wrote other words into its note', drawn([arrow(1, 0)]), drawn([arrow(1, 1)]), media({ ...layerToNote(layer([arrow(1, 0)])), text: 'Please look at this' })],
    ['together it would be too large to be read', drawn([]), drawn(Array.from({ length: mostShapesPerLayer }, (_, index) => arrow(index + 1, 0))), drawn([arrow(5000, 0)])],
  ])('is for a person as a whole when %s', (_what, base, mine, theirs) => {
    const { conflicts, merged } = mergeMedia(base, mine, theirs);
    expect(conflicts).toMatchObject([{ key: `layer:${layerId}`, place: { kind: 'layer', layerId }, mine: mine.note?.[0], theirs: theirs.note?.[0] }]);
    expect(readLayers(merged)).toStrictEqual(readLayers(mine));
    const chosen = mergeMedia(base, mine, theirs, new Map([[`layer:${layerId}`, { key: `layer:${layerId}`, keep: 'theirs' }]]));
    expect(chosen.merged.note).toStrictEqual(theirs.note);
  });

  it('stays as two layers where a person wants both', () => {
    const [base, mine, theirs] = [drawn([arrow(1, 0)]), drawn([arrow(1, 1)]), drawn([arrow(1, 2), arrow(2, 0)])];
    const { merged } = mergeMedia(base, mine, theirs, new Map([[`layer:${layerId}`, { key: `layer:${layerId}`, keep: 'both', copyId: uuid(99) }]]));
    expect(readLayers(merged)).toStrictEqual([layer([arrow(1, 2), arrow(2, 0)]), layer([arrow(1, 1)], { id: uuid(99), name: 'Wound (2)' })]);
    expect(merged.note?.map(({ id }) => id)).toStrictEqual([layerId, uuid(99)]);
    expect(merged.note?.map((note) => noteToLayer(note).kind)).toStrictEqual(['layer', 'layer']);
  });
});

describe('lists and concepts', () => {
  const concept = (code: string, more = {}) => ({ coding: [{ system: 'urn:s', code }], ...more });
  const reasons = (...reasonCode: CodeableConcept[]): Media => ({ ...media(), reasonCode });

  it('unites reasons, and lets what one side took away be gone', () => {
    const { merged, conflicts } = mergeMedia(reasons(concept('a'), concept('b')), reasons(concept('b'), concept('c')), reasons(concept('a'), concept('b'), concept('d')));
    expect([merged.reasonCode, conflicts]).toStrictEqual([[concept('b'), concept('d'), concept('c')], []]);
  });

  it('unites what both added to one reason', () => {
    const [translated, local] = [{ system: 'urn:i', code: 'A' }, { system: 'urn:l', code: '7' }];
    const coded = (...more: Coding[]) => ({ coding: [{ system: 'urn:s', code: 'a' }, ...more] });
    expect(mergeMedia(reasons(coded()), reasons(coded(translated)), reasons(coded(local)))).toStrictEqual({ merged: reasons(coded(local, translated)), conflicts: [] });
  });

  it('asks about a reason that one side took away and the other changed', () => {
    const { conflicts } = mergeMedia(reasons(concept('a')), reasons(), reasons(concept('a', { text: 'worse' })));
    expect(conflicts).toMatchObject([{ place: { kind: 'item', path: 'reasonCode' }, mine: undefined, theirs: concept('a', { text: 'worse' }) }]);
  });

  it('unites the codes of one meaning, and asks when the meaning is another', () => {
    const site = (...coding: Coding[]): Media => ({ ...media(), bodySite: { coding } });
    const [heel, icd, local, toe] = [{ system: 'urn:s', code: 'heel' }, { system: 'urn:i', code: 'H' }, { system: 'urn:l', code: '7' }, { system: 'urn:s', code: 'toe' }];
    expect(mergeMedia(site(heel), site(heel, icd), site(heel, local))).toStrictEqual({ merged: site(heel, local, icd), conflicts: [] });
    for (const [base, mine, theirs] of [[site(heel), site(toe), site(heel, local)], [media(), site(heel), site(toe)], [site(heel), site(heel, { ...icd }), site(heel, { ...icd, code: 'J' })]] as const) {
      expect(mergeMedia(base, mine, theirs).conflicts.map(({ key }) => key)).toStrictEqual(['bodySite']);
    }
  });

  it('merges two fields of the EHR, and asks about the same one', () => {
    const fields = (...extension: { url: string; valueString: string }[]): Media => ({ ...media(), extension });
    const field = (url: string, valueString: string) => ({ url, valueString });
    expect(mergeMedia(fields(field('a', '1'), field('b', '1')), fields(field('a', '2'), field('b', '1')), fields(field('a', '1'), field('b', '2')))).toStrictEqual({ merged: fields(field('a', '2'), field('b', '2')), conflicts: [] });
    expect(mergeMedia(fields(field('a', '1')), fields(field('a', '2')), fields(field('a', '3'))).conflicts).toMatchObject([{ key: 'extension:a', mine: field('a', '2'), theirs: field('a', '3') }]);
  });

  it('never confuses two items of one identity: one is taken away, the other changed', () => {
    const fields = (...values: string[]): Media => ({ ...media(), extension: values.map((valueString) => ({ url: 'a', valueString })) });
    expect(mergeMedia(fields('1', '2'), fields('2'), fields('1', '3'))).toStrictEqual({ merged: fields('3'), conflicts: [] });
  });

  it('merges the title of a picture and what the chart says of its file, but never other bytes', () => {
    const content = (more: object): Media => ({ ...media(), content: { ...media().content, ...more } });
    expect(mergeMedia(content({}), content({ title: 'Heel' }), content({ creation: '2026-01-01' }))).toMatchObject({ merged: { content: { title: 'Heel', creation: '2026-01-01' } }, conflicts: [] });
    // Only the chart has other bytes, and what was drawn here was not drawn on those.
    const other = mergeMedia(media(), drawn([arrow(1, 0)]), content({ hash: 'BBBB' }));
    expect(other.conflicts).toMatchObject([{ key: 'content', mine: { hash: 'AAAA' }, theirs: { hash: 'BBBB' } }]);
    expect(mergeMedia(media(), media(), content({ hash: 'BBBB' })).conflicts).toStrictEqual([]);
  });
});
