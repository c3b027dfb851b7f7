import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyLayerChanges } from '../../../../shared/annotation/noteCodec.ts';
import { unwrap } from '../../../../shared/errors/result.ts';
import { capturedMedia } from '../../../../shared/fhir/capturedMedia.ts';
import { parseFhirJson, writeFhirJson } from '../../../../shared/fhir/codec/fhirJson.ts';
import { applyMediaEdit } from '../../../../shared/fhir/edit/applyMediaEdit.ts';
import { mediaEditSchema } from '../../../../shared/fhir/edit/mediaEdit.ts';
import { mediaExtensionOf, mediaExtensions, writeMediaExtension } from '../../../../shared/fhir/extensions/mediaExtensions.ts';
import type { Media } from '../../../../shared/fhir/resources.ts';
import { contextGroup } from '../../../../shared/terminology/contextGroup.ts';
import { arbitraryLayer } from '../../../support/arbitraryLayer.ts';
import { r4Issues } from '../../../support/r4Issues.ts';
import { wholeMedia } from '../../../support/wholeMedia.ts';

/** As it is sent. */
const issuesOf = (media: Media) => r4Issues(JSON.parse(writeFhirJson(media)));

const group = (name: 'CID 4' | 'CID 244') => fc.option(fc.constantFrom(...contextGroup(name)));
const line = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom(' ', '\t\n', '\u00a0'));
const captured = fc
  .record({
    mediaId: fc.uuid(), subject: fc.stringMatching(/^[a-z0-9.-]{1,64}$/).map((id) => `Patient/${id}`), fromCamera: fc.boolean(), authorName: line.map((name) => `N. ${name}`), now: fc.constant('2026-11-23T09:00:01.000Z'),
    metadata: fc.record({
      title: line, bodySite: group('CID 4'), laterality: group('CID 244'), reason: line, note: line,
      createdDateTime: fc.constantFrom('2026-11-23T10:00:00+01:00', '2026-11-23T09:00:00.123Z', '2026-11-23'),
    }),
    content: fc.record({
      contentType: fc.constantFrom('image/jpeg', 'video/mp4', 'audio/mpeg', 'application/pdf'), size: fc.nat(), hash: fc.constant('qZk+NkcGgWq6PiVxeFDCbJzQ2J0='),
      width: fc.option(fc.integer({ min: 1, max: 60_000 })), height: fc.option(fc.integer({ min: 1, max: 60_000 })), frames: fc.integer({ min: 1, max: 500 }), durationSeconds: fc.option(fc.constantFrom(0, 0.04, 12.345, 7200)),
    }),
  })
  .map((input) => capturedMedia(input));

describe('a validator of R4 that is not ours', () => {
  test('sees what is wrong, so that its silence says something', () => {
    expect(r4Issues({ resourceType: 'Media', content: { title: 't' }, height: 0 })).toEqual([expect.stringContaining('Media.status'), expect.stringContaining('Media.height')]);
    expect(r4Issues({ resourceType: 'Media', status: 'completed', content: { title: 't' }, '#duration': '1.50' })).toEqual([expect.stringContaining('#duration')]);
  });

  test('accepts every captured Media, drawn on or not', () => {
    fc.assert(
      fc.property(captured, fc.array(arbitraryLayer, { maxLength: 2 }), (media, layers) => {
        expect(issuesOf(media)).toEqual([]);
        expect(issuesOf(applyLayerChanges(media, { upsert: layers, remove: [] }))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  const whole = parseFhirJson(wholeMedia('createdDateTime')) as Media;
  test.each([
    { element: 'status', from: whole.status, to: 'on-hold' },
    { element: 'bodySite', from: whole.bodySite, to: { coding: [{ system: 'http://snomed.info/sct', code: '56459004', display: 'Foot' }] } },
    { element: 'operator', from: whole.operator, to: { reference: 'Practitioner/p1', display: 'Somebody' } },
    { element: 'created', from: { createdDateTime: whole.createdDateTime, _createdDateTime: whole['_createdDateTime'] }, to: { createdPeriod: { start: '2026-03', end: '2026-04-01' } } },
    { element: 'deviceName', from: whole.deviceName, to: null },
    { element: 'identifier', at: 0, from: null, to: { system: 'urn:x:ids', value: 'B-2' } },
    { element: 'note', at: 1, from: null, to: { authorString: 'Dr Two', time: '2026-03-01T10:00:00Z', text: 'Healing.' } },
    { element: 'reasonCode', at: 0, from: whole.reasonCode?.[0], to: null },
    { element: 'basedOn', at: 1, from: null, to: { reference: 'ServiceRequest/r1' } },
  ])('accepts the Media after an edit of $element', (edit) => {
    // What refers to nothing any more is the chart's to judge: dom-3.
    const media = edit.element === 'operator' ? ({ ...whole, contained: undefined } as Media) : whole;
    expect(issuesOf(media)).toEqual([]);
    expect(issuesOf(unwrap(applyMediaEdit(media, mediaEditSchema.parse(edit))))).toEqual([]);
  });

  test.each(mediaExtensions)('accepts the extension $name as it is written', ({ name, types }) => {
    const text = { string: 'x', integer: '7', date: '2026-03-01', dateTime: '2026-03-01T10:00:00Z' }[types[0]];
    const written = writeMediaExtension(whole, name, mediaExtensionOf(name, text));
    expect(written).not.toEqual(whole);
    expect(issuesOf(written)).toEqual([]);
  });
});
