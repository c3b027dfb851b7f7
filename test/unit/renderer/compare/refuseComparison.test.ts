import { describe, expect, it } from 'vitest';
import { refuseComparison } from '../../../../renderer/compare/refuseComparison.ts';
import type { MediaView } from '../../../../shared/ipc/views.ts';

const media = (patientId: string | null, kind: MediaView['kind'] = 'photo') => ({
  view: {
    id: 'any', patientId, kind, title: 'Any', contentType: null, createdAt: null, bodySite: null, modality: null, status: 'completed', width: null, height: null, frames: 1, durationSeconds: null,
    layerCount: 0, noteCount: 0, available: true, thumbnail: null, revision: 1, safety: { state: 'proven', progress: null, provenAt: null, failure: null },
  } satisfies MediaView,
});

describe('a comparison', () => {
  it('is of one patient, or is not shown', () => {
    expect(refuseComparison([media('a'), media('a', 'animation')])).toBeNull();
    expect(refuseComparison([media('a'), media('b')])).toBe('two-patients');
    expect(refuseComparison([media('a'), media('a'), media('a'), media('b')])).toBe('two-patients');
    expect(refuseComparison([media('a'), media(null)])).toBe('two-patients');
  });

  it('is not shown of pictures that are nobody’s: they might be of two', () => {
    expect(refuseComparison([media(null), media(null)])).toBe('unknown-patient');
  });

  it('is of what is looked at, films too', () => {
    expect(refuseComparison([media('a'), media('a', 'video'), media('a', 'animation')])).toBeNull();
    for (const kind of ['audio', 'document', 'other'] as const) expect(refuseComparison([media('a'), media('a', kind)])).toBe('no-picture');
  });
});
