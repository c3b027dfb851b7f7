import { describe, expect, it } from 'vitest';
import { choose, chooseRange, isComparable } from '../../../../renderer/patients/choosePictures.ts';
import type { MediaView } from '../../../../shared/ipc/views.ts';

const media = (id: string, kind: MediaView['kind'] = 'photo', state: MediaView['safety']['state'] = 'proven'): MediaView => ({
  id, patientId: 'a', kind, title: id, contentType: null, createdAt: null, bodySite: null, modality: null, status: 'completed', width: null, height: null, frames: 1, durationSeconds: null,
  layerCount: 0, noteCount: 0, available: true, thumbnail: null, revision: 1, safety: { state, progress: null, provenAt: null, failure: null },
});

describe('choosing pictures', () => {
  it('adds and takes back, and never more than four', () => {
    expect(choose(['a'], 'b')).toEqual(['a', 'b']);
    expect(choose(['a', 'b'], 'a')).toEqual(['b']);
    expect(choose(['a', 'b', 'c', 'd'], 'e')).toEqual(['a', 'b', 'c', 'd']);
    expect(choose(['a', 'b', 'c', 'd'], 'd')).toEqual(['a', 'b', 'c']);
  });

  it('with Shift goes from the last one chosen to this one, both ways, past what cannot be compared', () => {
    const shown = [media('a'), media('b', 'audio'), media('c'), media('d'), media('e'), media('f')];
    expect(chooseRange(['a'], 'd', shown)).toEqual(['a', 'c', 'd']);
    expect(chooseRange(['e'], 'a', shown)).toEqual(['e', 'd', 'c', 'a']);
    expect(chooseRange(['a'], 'f', shown)).toEqual(['a', 'c', 'd', 'e']);
    expect(chooseRange([], 'c', shown)).toEqual(['c']);
  });

  it('is for pictures that are there', () => {
    for (const kind of ['photo', 'animation', 'video'] as const) expect(isComparable(media('a', kind))).toBe(true);
    for (const kind of ['document', 'other'] as const) expect(isComparable(media('a', kind))).toBe(false);
    expect(isComparable(media('a', 'audio'))).toBe(false);
    expect(isComparable(media('a', 'photo', 'deleted'))).toBe(false);
  });
});
