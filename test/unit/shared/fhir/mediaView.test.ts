import { describe, expect, it } from 'vitest';
import { annotationLayerUrl } from '../../../../shared/annotation/annotationLayerUrl.ts';
import { mediaSafety, mediaTitle, mediaView, type MediaContext } from '../../../../shared/fhir/mediaView.ts';
import type { Media } from '../../../../shared/fhir/resources.ts';
import { mediaViewSchema } from '../../../../shared/ipc/views.ts';
import { outboxStates, type OutboxState } from '../../../../shared/sync/outboxEntry.ts';

const media = (more: Partial<Media> = {}): Media => ({ resourceType: 'Media', status: 'completed', content: {}, ...more });
const context: MediaContext = {
  id: 'm', patientId: 'p', available: true, thumbnailSha256: null, revision: 1, probe: null, provenAt: null, unsettled: [], gone: false,
};
const entries = (...states: OutboxState[]) => states.map((state) => ({ state, failure: null }));

describe('what a Media is shown as', () => {
  it.each<[Partial<Media>, number, string]>([
    [{ content: { contentType: 'image/gif' } }, 1, 'photo'],
    [{ content: { contentType: 'image/gif' } }, 12, 'animation'],
    [{ content: { contentType: 'VIDEO/mp4' } }, 1, 'video'],
    [{ content: { contentType: 'audio/ogg' } }, 1, 'audio'],
    [{ content: { contentType: 'application/pdf' } }, 1, 'document'],
    [{ content: { contentType: 'image/png', contained: [{ url: 'a' }, { url: 'b' }] } }, 1, 'document'],
    [{ type: { coding: [{ code: 'video' }] } }, 1, 'video'],
    [{ content: { contentType: 'application/octet-stream' }, type: { coding: [{ code: 'image' }] } }, 1, 'photo'],
    [{}, 1, 'other'],
  ])('%j with %i frames is a %s', (more, frames, kind) => {
    expect(mediaView(media(more), { ...context, probe: { width: null, height: null, frames } }).kind).toBe(kind);
  });

  it('its time is the extension of the Media API where the elements say none', () => {
    const extension = [{ url: 'TINY_URLS.MEDIA.CREATEDDATE', valueDate: '2026-02-01' }];
    expect(mediaView(media({ extension }), context).createdAt).toBe('2026-02-01');
    expect(mediaView(media({ extension, issued: '2026-03-01T10:00:00Z' }), context).createdAt).toBe('2026-03-01T10:00:00Z');
  });

  it('its pixels are those of the bytes where the Media says something else', () => {
    const view = mediaView(media({ width: 10, height: 20, frames: 3 }), { ...context, probe: { width: 11, height: 21, frames: 5 } });
    expect([view.width, view.height, view.frames]).toEqual([11, 21, 5]);
    expect(mediaView(media({ width: 10, height: 20, frames: 3 }), context)).toMatchObject({ width: 10, height: 20, frames: 3 });
  });

  it('counts notes, and those of them that carry a layer', () => {
    const view = mediaView(media({ note: [{ text: 'a' }, { text: 'b', extension: [{ url: annotationLayerUrl }] }, { text: 'c', extension: [{ url: 'other' }] }] }), context);
    expect([view.noteCount, view.layerCount]).toEqual([3, 1]);
  });

  it.each<[Partial<Media>, string]>([
    [{ content: { title: ' Left heel ' } }, 'Left heel'],
    [{ content: { title: '  ' }, bodySite: { coding: [{ display: 'Heel' }] } }, 'Heel'],
    [{ content: { title: null }, modality: { coding: [{ code: 'XC' }] } }, 'XC'],
    [{ content: { contentType: 'video/mp4' } }, 'Video'],
    [{}, 'File'],
  ])('the title of %j is never empty', (more, title) => {
    expect(mediaTitle(media(more))).toBe(title);
  });

  it('is a MediaView whatever a chart left out or wrote strangely', () => {
    const view = mediaView(media({ duration: -1, createdPeriod: { end: '2020' } }), context);
    expect(mediaViewSchema.parse(view)).toMatchObject({ durationSeconds: null, createdAt: '2020' });
  });
});

describe('whether it is safe', () => {
  it.each<[OutboxState[], number | null, string]>([
    [[], 5, 'proven'],
    [[], null, 'accepted'],
    [['pending'], 5, 'local'],
    [['blocked'], null, 'local'],
    [['sending', 'pending'], null, 'sending'],
    [['accepted'], null, 'accepted'],
    [['accepted', 'pending'], null, 'local'],
    [['parked', 'pending'], null, 'needs-you'],
    [['parked', 'conflict'], null, 'conflict'],
  ])('entries %j, proven at %s: %s', (states, provenAt, safety) => {
    expect(mediaSafety({ gone: false, provenAt, unsettled: entries(...states) }).state).toBe(safety);
  });

  it('is never called proven while something of it is not settled', () => {
    for (const state of outboxStates.filter((candidate) => candidate !== 'confirmed')) {
      expect(mediaSafety({ gone: false, provenAt: 5, unsettled: entries(state) }).state, state).not.toBe('proven');
    }
  });

  it('tells why', () => {
    const failure = { code: 'server.rejected' as const };
    expect(mediaSafety({ gone: false, provenAt: null, unsettled: [{ state: 'parked', failure }] }).failure).toEqual(failure);
  });
});
