import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layerToNote } from '../../../../shared/annotation/noteCodec.ts';
import type { Layer } from '../../../../shared/annotation/layer.ts';
import type { Annotation } from '../../../../shared/fhir/elements.ts';
import type { Media } from '../../../../shared/fhir/resources.ts';
import { canonicalMedia } from '../../../../shared/sync/canonicalMedia.ts';
import { mergeMedia } from '../../../../shared/sync/merge.ts';
import { arbitraryMedia, arbitrarySuccessors } from '../../../support/arbitraryMedia.ts';

const bytes = { contentType: 'image/jpeg', size: 3, hash: 'qZk+NkcGgWq6PiVxeFDCbJzQ2J0=' };
const media = (more: Partial<Media> = {}): Media => ({ resourceType: 'Media', status: 'completed', content: bytes, ...more });
const note = (id: string, text: string): Annotation => ({ id, text });

const layer = (name: string): Layer => ({
  id: '0b6f2f4e-1d0e-4f34-9a43-2b8a2f2f7c11', name, colour: '#E69F00', visible: true, frame: 3, imageSize: { width: 126, height: 145 },
  shapes: [], author: 'N. Nurse', createdAt: '2026-11-23T09:00:00.000Z', updatedAt: '2026-11-23T09:00:00.000Z',
});

describe('mergeMedia', () => {
  it('takes each element from the side that changed it', () => {
    const base = media({ bodySite: { text: 'foot' }, deviceName: 'Acme' });
    const mine = media({ bodySite: { text: 'heel' }, deviceName: 'Acme' });
    const theirs = media({ bodySite: { text: 'foot' }, deviceName: 'Acme 2', view: { text: 'lateral' } });
    expect(mergeMedia(base, mine, theirs)).toStrictEqual({
      merged: media({ bodySite: { text: 'heel' }, deviceName: 'Acme 2', view: { text: 'lateral' } }),
      conflicts: [],
    });
  });

  it('lets a removal stand unless the other side changed what was removed', () => {
    const base = media({ deviceName: 'Acme', view: { text: 'lateral' } });
    expect(mergeMedia(base, media({ view: { text: 'lateral' } }), base)).toStrictEqual({ merged: media({ view: { text: 'lateral' } }), conflicts: [] });
    expect(mergeMedia(base, media({ deviceName: 'Acme', view: { text: 'AP' } }), media({ deviceName: 'Acme' })).conflicts).toHaveLength(1);
  });

  it('shows mine and says conflict when both changed one element differently', () => {
    const merged = mergeMedia(media({ status: 'preparation' }), media({ status: 'completed' }), media({ status: 'entered-in-error' }));
    expect(merged).toMatchObject({ merged: media({ status: 'completed' }), conflicts: [{}] });
  });

  it('sees no conflict when both made the same change', () => {
    const both = media({ bodySite: { text: 'heel' } });
    expect(mergeMedia(media(), both, { ...both })).toStrictEqual({ merged: both, conflicts: [] });
  });

  it('keeps additions of notes from both sides, and edits and removals of different ones', () => {
    const base = media({ note: [note('a', '1'), note('b', '1'), note('c', '1')] });
    const mine = media({ note: [note('a', 'mine'), note('b', '1'), note('d', 'mine')] });
    const theirs = media({ note: [note('a', '1'), note('b', 'theirs'), note('c', '1'), note('e', 'theirs')] });
    expect(mergeMedia(base, mine, theirs)).toStrictEqual({
      merged: media({ note: [note('a', 'mine'), note('b', 'theirs'), note('e', 'theirs'), note('d', 'mine')] }),
      conflicts: [],
    });
  });

  it('says conflict when both edited one note, or one removed what the other edited', () => {
    const base = media({ note: [note('a', '1')] });
    const edited = media({ note: [note('a', 'mine')] });
    expect(mergeMedia(base, edited, media({ note: [note('a', 'theirs')] }))).toMatchObject({ merged: edited, conflicts: [{}] });
    expect(mergeMedia(base, edited, media()).conflicts).toHaveLength(1);
    expect(mergeMedia(base, media(), edited)).toMatchObject({ merged: media(), conflicts: [{}] });
  });

  it('knows a drawing by its layer, even when the chart renumbers notes', () => {
    const drawn = layerToNote(layer('before'));
    const base = media({ note: [{ ...drawn, id: 'server-1' }] });
    const mine = media({ note: [{ ...layerToNote(layer('mine')), id: 'server-1' }] });
    const theirs = media({ note: [{ ...layerToNote(layer('theirs')), id: 'server-2' }] });
    expect(mergeMedia(base, mine, theirs).conflicts).toHaveLength(1);
    expect(mergeMedia(base, mine, base).merged.note).toStrictEqual(mine.note);
  });

  it('keeps two notes without ids and equal texts apart', () => {
    const twice = media({ note: [{ text: 'same' }, { text: 'same' }] });
    expect(mergeMedia(media(), twice, media({ note: [note('a', 'theirs')] })).merged.note).toStrictEqual([note('a', 'theirs'), { text: 'same' }, { text: 'same' }]);
  });

  it('unites identifiers', () => {
    const own = { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:1' };
    const accession = { system: 'urn:x', value: '7' };
    const legacy = { system: 'urn:y', value: '9' };
    const merged = mergeMedia(media({ identifier: [legacy] }), media({ identifier: [legacy, own] }), media({ identifier: [legacy, accession] }));
    expect(merged).toStrictEqual({ merged: media({ identifier: [legacy, accession, own] }), conflicts: [] });
  });

  it('takes meta and id from the chart', () => {
    const base = media({ id: 's', meta: { versionId: '1' } });
    const mine = media({ id: 's', meta: { versionId: '1', tag: [{ code: 'x' }] } });
    const theirs = media({ id: 's', meta: { versionId: '2' } });
    expect(mergeMedia(base, mine, theirs)).toStrictEqual({ merged: theirs, conflicts: [] });
  });

  it('sees no change in a url signed anew, and keeps the fresher one under an edit of mine', () => {
    const base = media({ content: { ...bytes, url: 'https://chart/b?signature=1' } });
    const theirs = media({ content: { ...bytes, url: 'https://chart/b?signature=2' } });
    const mine = media({ content: { ...bytes, url: 'https://chart/b?signature=1', title: 'Heel' } });
    expect(mergeMedia(base, mine, theirs)).toStrictEqual({ merged: media({ content: { ...bytes, url: 'https://chart/b?signature=2', title: 'Heel' } }), conflicts: [] });
  });

  it('says conflict when both sides hold other bytes', () => {
    const other = (hash: string) => media({ content: { ...bytes, hash } });
    expect(mergeMedia(media(), other('AAAA'), other('BBBB')).conflicts).toHaveLength(1);
    expect(mergeMedia(null, other('AAAA'), other('BBBB')).conflicts).toHaveLength(1);
  });

  it('compares inline data without its white space', () => {
    const spaced = media({ content: { contentType: 'image/gif', data: 'R0lG ODlh\nfgCR' } });
    const dense = media({ content: { contentType: 'image/gif', data: 'R0lGODlhfgCR' } });
    expect(mergeMedia(spaced, spaced, dense)).toStrictEqual({ merged: dense, conflicts: [] });
    expect(mergeMedia(null, spaced, dense).conflicts).toStrictEqual([]);
  });

  it('without an ancestor unites what does not contradict', () => {
    const merged = mergeMedia(null, media({ note: [note('a', '1')], deviceName: 'Acme' }), media({ note: [note('b', '1')], view: { text: 'AP' } }));
    expect(merged).toStrictEqual({ merged: media({ note: [note('b', '1'), note('a', '1')], view: { text: 'AP' }, deviceName: 'Acme' }), conflicts: [] });
  });

  describe('whose picture it is', () => {
    const of = (patient: string, more: Partial<Media> = {}) => media({ subject: { reference: `Patient/${patient}` }, encounter: { reference: `Encounter/of-${patient}` }, ...more });

    it('follows the one side that moved it, when the other did nothing', () => {
      expect(mergeMedia(of('a'), of('b'), of('a'))).toStrictEqual({ merged: of('b'), conflicts: [] });
      expect(mergeMedia(of('a'), of('a'), of('b'))).toStrictEqual({ merged: of('b'), conflicts: [] });
      expect(mergeMedia(of('a'), of('b'), of('b'))).toStrictEqual({ merged: of('b'), conflicts: [] });
    });

    it.each<[string, Partial<Media>]>([['a note', { note: [note('n', 'about a')] }], ['the status', { status: 'stopped' }], ['an element nobody knows', { vendor: 1 }]])('is for a person to say when the other side changed %s', (_what, change) => {
      for (const [mine, theirs] of [[of('b'), of('a', change)], [of('a', change), of('b')]] as const) {
        const { merged, conflicts } = mergeMedia(of('a'), mine, theirs);
        expect(conflicts).toMatchObject([{ key: 'subject' }]);
        // What is true of one patient goes with its patient, whichever side is kept.
        expect([merged.subject, merged.encounter]).toStrictEqual([mine.subject, mine.encounter]);
      }
      expect(mergeMedia(of('a'), of('b'), of('c')).conflicts).toHaveLength(1);
    });

    it('is the same however the chart writes the reference and the name', () => {
      const subject = { reference: 'https://chart.example/fhir/Patient/a', display: 'Renamed' };
      expect(mergeMedia(of('a'), of('a', { deviceName: 'x' }), of('a', { subject }))).toStrictEqual({ merged: of('a', { subject, deviceName: 'x' }), conflicts: [] });
    });
  });

  it('gives the other side when one side is unchanged', () => {
    fc.assert(
      fc.property(arbitraryMedia, arbitraryMedia, (base, changed) => {
        for (const merged of [mergeMedia(base, changed, base), mergeMedia(base, base, changed)]) {
          expect(merged.conflicts).toStrictEqual([]);
          expect(canonicalMedia(merged.merged)).toBe(canonicalMedia(changed));
        }
      }),
    );
  });

  it('is idempotent: merging again what was merged changes nothing', () => {
    fc.assert(
      fc.property(arbitrarySuccessors, ([base, mine, theirs]) => {
        const { merged } = mergeMedia(base, mine, theirs);
        const again = mergeMedia(theirs, merged, theirs);
        expect(again.conflicts).toStrictEqual([]);
        expect(canonicalMedia(again.merged)).toBe(canonicalMedia(merged));
      }),
    );
  });

  it('finds the same conflicts, and without one the same content, from both sides', () => {
    fc.assert(
      fc.property(arbitrarySuccessors, ([base, mine, theirs]) => {
        const here = mergeMedia(base, mine, theirs);
        const there = mergeMedia(base, theirs, mine);
        expect(there.conflicts.map(({ key }) => key).toSorted()).toStrictEqual(here.conflicts.map(({ key }) => key).toSorted());
        fc.pre(here.conflicts.length === 0);
        expect(contentOf(there.merged)).toStrictEqual(contentOf(here.merged));
      }),
    );
  });

  it('loses no note that either side added or edited, unless it says conflict', () => {
    fc.assert(
      fc.property(arbitrarySuccessors, ([base, mine, theirs]) => {
        const { merged, conflicts } = mergeMedia(base, mine, theirs);
        fc.pre(conflicts.length === 0);
        const texts = (media: Media) => (media.note ?? []).map((each) => JSON.stringify(each));
        const written = [...texts(mine), ...texts(theirs)].filter((text) => !texts(base).includes(text));
        expect(texts(merged)).toEqual(expect.arrayContaining(written));
      }),
    );
  });
});

/** Without the order of lists, which follows the side that is "theirs". */
function contentOf(merged: Media) {
  const sorted = (list: readonly unknown[] = []) => list.map((item) => JSON.stringify(item)).sort();
  return { ...merged, note: sorted(merged.note), identifier: sorted(merged.identifier) };
}
