import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything, passes, timelineRows } from '../../../../renderer/patients/timeline.ts';
import type { MediaView } from '../../../../shared/ipc/views.ts';

function media(more: Partial<MediaView>): MediaView {
  return {
    id: crypto.randomUUID(), patientId: null, kind: 'photo', title: 'Photo', contentType: 'image/jpeg', createdAt: '2026-11-21', bodySite: null, modality: null,
    status: 'completed', width: null, height: null, frames: 1, durationSeconds: null, layerCount: 0, noteCount: 0, available: true, thumbnail: 'a'.repeat(16),
    revision: 1, safety: { state: 'proven', progress: null, provenAt: 1, failure: null }, ...more,
  };
}

const ofDays = (...counts: readonly number[]) => counts.flatMap((count, day) => Array.from({ length: count }, () => media({ createdAt: `2026-11-${String(28 - day).padStart(2, '0')}` })));
const shape = (all: readonly MediaView[], columns: number) => timelineRows(all, columns).map((row) => row.map(({ day }) => (day === null ? '.' : String(day.count))).join(''));

describe('the timeline', () => {
  it('puts short days side by side', () => {
    expect(shape(ofDays(1, 1, 1, 1, 1, 1), 5)).toEqual(['11111', '1']);
    expect(shape(ofDays(2, 1, 2), 5)).toEqual(['2.12.']);
  });

  it('starts a new row with a day that does not fit', () => {
    expect(shape(ofDays(3, 3), 5)).toEqual(['3..', '3..']);
    expect(shape(ofDays(1, 7), 3)).toEqual(['1', '7..', '...', '.']);
  });

  it('gathers pictures without a date under their own heading', () => {
    expect(timelineRows([media({ createdAt: null })], 4)[0]?.[0].day?.label).toBe('Date unknown');
  });

  it('shows every picture once, in order, never more in a row than there is room for', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 8 }), fc.integer({ min: 1, max: 7 }), (counts, columns) => {
      const all = ofDays(...counts);
      const rows = timelineRows(all, columns);
      expect(rows.flat().map((cell) => cell.media.id)).toEqual(all.map(({ id }) => id));
      expect(rows.every((row) => row.length <= columns)).toBe(true);
      expect(rows.flat().filter(({ day }) => day !== null)).toHaveLength(counts.length);
    }));
  });
});

describe('the filters', () => {
  it('hide what was entered in error until it is asked for', () => {
    expect(passes(media({ status: 'entered-in-error' }), everything)).toBe(false);
    expect(passes(media({ status: 'entered-in-error' }), { ...everything, enteredInError: true })).toBe(true);
    expect(passes(media({}), { ...everything, enteredInError: true })).toBe(true);
  });

  it('leave out what the chart deleted, unless it is asked for', () => {
    const deleted = media({ safety: { state: 'deleted', progress: null, provenAt: 1, failure: null } });
    expect(passes(deleted, everything)).toBe(false);
    expect(passes(deleted, { ...everything, deleted: true })).toBe(true);
  });

  it('let everything pass until one is set', () => {
    expect(passes(media({}), everything)).toBe(true);
  });

  it('take each its own away', () => {
    expect(passes(media({ kind: 'video' }), { ...everything, kinds: ['photo'] })).toBe(false);
    expect(passes(media({ bodySite: 'Heel' }), { ...everything, bodySites: ['Foot'] })).toBe(false);
    expect(passes(media({ bodySite: null }), { ...everything, bodySites: ['Foot'] })).toBe(false);
    expect(passes(media({}), { ...everything, withNotes: true })).toBe(false);
    expect(passes(media({ layerCount: 1 }), { ...everything, withNotes: true })).toBe(true);
    expect(passes(media({}), { ...everything, notInChart: true })).toBe(false);
    expect(passes(media({ safety: { state: 'local', progress: null, provenAt: null, failure: null } }), { ...everything, notInChart: true })).toBe(true);
  });
});
