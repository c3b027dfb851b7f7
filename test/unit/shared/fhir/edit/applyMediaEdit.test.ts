import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../../../shared/errors/result.ts';
import { applyMediaEdit } from '../../../../../shared/fhir/edit/applyMediaEdit.ts';
import { invertMediaEdit, mediaEditSchema, type MediaEdit } from '../../../../../shared/fhir/edit/mediaEdit.ts';
import type { Media } from '../../../../../shared/fhir/resources.ts';
import { arbitraryEditableMedia, arbitraryEditOf } from '../../../../support/arbitraryMediaEdit.ts';

const media = (more: Partial<Media> = {}): Media => ({ resourceType: 'Media', status: 'completed', content: {}, ...more });
const arbitraryPair = arbitraryEditableMedia.chain((before) => fc.tuple(fc.constant(before), arbitraryEditOf(before)));

/** The members one edit may touch. */
const touched = ({ element }: MediaEdit): readonly string[] => {
  if (element === 'subject') return ['subject', 'encounter', 'basedOn', 'partOf', 'operator', 'extension', 'contained', 'text'];
  return element === 'created' ? ['createdDateTime', '_createdDateTime', 'createdPeriod'] : [element];
};

describe('an edit', () => {
  it('followed by its inverse changes nothing', () => {
    fc.assert(fc.property(arbitraryPair, ([before, edit]) => {
      const after = unwrap(applyMediaEdit(before, edit));
      expect(unwrap(applyMediaEdit(after, invertMediaEdit(edit)))).toStrictEqual(before);
    }), { numRuns: 2000 });
  });

  it('leaves every element it does not name the very same value, in its place', () => {
    fc.assert(fc.property(arbitraryPair, ([before, edit]) => {
      const after = unwrap(applyMediaEdit(before, edit));
      const others = (one: Media) => Object.entries(one).filter(([name]) => !touched(edit).includes(name));
      const [left, right] = [others(before), others(after)];
      expect(right.map(([name]) => name)).toStrictEqual(left.map(([name]) => name));
      expect(right.every(([, value], index) => value === left[index]?.[1])).toBe(true);
    }), { numRuns: 1000 });
  });

  it('writes what it says, and never an empty list', () => {
    fc.assert(fc.property(arbitraryPair, ([before, edit]) => {
      const after = unwrap(applyMediaEdit(before, edit));
      for (const value of Object.values(after)) expect(value).not.toStrictEqual([]);
      if ('at' in edit) {
        if (edit.to !== null) expect(after[edit.element]).toContain(edit.to);
        expect((after[edit.element] ?? []).length - (before[edit.element] ?? []).length).toBe(Number(edit.from === null && edit.to !== null) - Number(edit.from !== null && edit.to === null));
      } else if (edit.element === 'created') {
        expect(after).toMatchObject(edit.to ?? {});
        expect(after.createdDateTime === undefined || after.createdPeriod === undefined).toBe(true);
      } else if (edit.element === 'subject') {
        expect(Object.fromEntries(Object.entries(after).filter(([name]) => touched(edit).includes(name)))).toStrictEqual(edit.to ?? {});
      } else {
        expect(after[edit.element] ?? null).toBe(edit.to);
      }
    }), { numRuns: 1000 });
  });

  it('comes through the contract unchanged', () => {
    fc.assert(fc.property(arbitraryPair, ([, edit]) => {
      expect(mediaEditSchema.parse(edit)).toStrictEqual(edit);
    }), { numRuns: 500 });
  });
});

describe('what changed meanwhile', () => {
  it('is not overwritten', () => {
    const edit: MediaEdit = { element: 'bodySite', from: { text: 'Foot' }, to: { text: 'Hand' } };
    expect(applyMediaEdit(media({ bodySite: { text: 'Knee' } }), edit)).toMatchObject({ ok: false, error: { code: 'data.changed-meanwhile', detail: 'bodySite' } });
    expect(applyMediaEdit(media(), edit)).toMatchObject({ ok: false });
    expect(applyMediaEdit(media({ deviceName: 'A' }), { element: 'deviceName', from: null, to: 'B' })).toMatchObject({ ok: false });
    expect(applyMediaEdit(media({ note: [{ text: 'a' }] }), { element: 'note', at: 0, from: { text: 'b' }, to: null })).toMatchObject({ ok: false });
  });

  it('in another element or another item is kept, and the edit finds its item', () => {
    const moved = media({ bodySite: { text: 'Knee' }, identifier: [{ value: 'new' }, { value: 'mine' }] });
    expect(unwrap(applyMediaEdit(moved, { element: 'identifier', at: 0, from: { value: 'mine' }, to: { value: 'ours' } }))).toStrictEqual(
      media({ bodySite: { text: 'Knee' }, identifier: [{ value: 'new' }, { value: 'ours' }] }),
    );
    expect(unwrap(applyMediaEdit(media({ note: [{ text: 'a' }, { text: 'b' }] }), { element: 'note', at: 0, from: null, to: { text: 'c' } })).note).toHaveLength(3);
  });
});

it('a new element stands where the standard has it', () => {
  const keys = Object.keys(unwrap(applyMediaEdit(media({ id: 'x', vendorElement: 1 }), { element: 'bodySite', from: null, to: { text: 'Foot' } })));
  expect(keys.indexOf('bodySite')).toBeGreaterThan(keys.indexOf('status'));
  expect(keys.indexOf('bodySite')).toBeLessThan(keys.indexOf('content'));
});
