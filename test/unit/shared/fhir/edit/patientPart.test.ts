import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../../../shared/errors/result.ts';
import { applyMediaEdit } from '../../../../../shared/fhir/edit/applyMediaEdit.ts';
import { invertMediaEdit, mediaEditSchema, type MediaEdit } from '../../../../../shared/fhir/edit/mediaEdit.ts';
import { partForPatient, patientPartOf } from '../../../../../shared/fhir/edit/patientPart.ts';
import { canonicalExtensionUrl } from '../../../../../shared/fhir/extensions/mediaExtensions.ts';
import type { Media } from '../../../../../shared/fhir/resources.ts';
import { subjectKey } from '../../../../../shared/fhir/subjectKey.ts';
import { canonicalMedia } from '../../../../../shared/sync/canonicalMedia.ts';
import { arbitraryEditableMedia } from '../../../../support/arbitraryMediaEdit.ts';

const right = { reference: 'Patient/right', display: 'Right, One' };
const priority = { url: canonicalExtensionUrl('priority'), valueString: 'high' };
const whole: Media = {
  resourceType: 'Media', status: 'completed', text: { status: 'generated', div: '<div>Wrong, Two</div>' },
  contained: [{ resourceType: 'Encounter', id: 'visit' }, { resourceType: 'Patient', id: 'wrong' }, { resourceType: 'Device', id: 'camera' }],
  extension: [
    priority, { url: 'TINY_URLS.MEDIA.APPOINTMENTID', valueInteger: 7 }, { url: 'http://tiny.url/media/tietoorderid', valueInteger: 8 },
    { url: canonicalExtensionUrl('subject'), valueString: 'Wrong, Two' }, { url: 'urn:x:own', valueBoolean: true },
  ],
  basedOn: [{ reference: 'ServiceRequest/1' }], partOf: [{ display: 'Operation' }], subject: { reference: '#wrong' }, encounter: { reference: '#visit' },
  operator: { reference: 'Practitioner/1' }, device: { reference: '#camera' }, bodySite: { text: 'Heel' }, content: { title: 'Heel' }, note: [{ text: 'red' }],
};

const move = (media: Media): MediaEdit => {
  const from = patientPartOf(media);
  return mediaEditSchema.parse({ element: 'subject', from, to: partForPatient(from, right) });
};

describe('a picture that goes to another patient', () => {
  it('leaves behind what is true of the patient before, and keeps the rest', () => {
    expect(unwrap(applyMediaEdit(whole, move(whole)))).toStrictEqual({
      resourceType: 'Media', status: 'completed', contained: [{ resourceType: 'Device', id: 'camera' }], extension: [priority, { url: 'urn:x:own', valueBoolean: true }],
      subject: right, operator: { reference: 'Practitioner/1' }, device: { reference: '#camera' }, bodySite: { text: 'Heel' }, content: { title: 'Heel' }, note: [{ text: 'red' }],
    });
  });

  it.each(['Patient/wrong', 'https://chart.example/RelatedPerson/9'])('leaves behind who took it, if that is %s', (reference) => {
    const taken = { ...whole, operator: { reference } };
    expect(unwrap(applyMediaEdit(taken, move(taken)))).not.toHaveProperty('operator');
  });

  it('goes back whole, also after the chart wrote a narrative of its own', () => {
    const edit = move(whole);
    const moved = unwrap(applyMediaEdit(whole, edit));
    const narrated = { ...moved, text: { status: 'generated', div: '<div>Right, One</div>' } };
    expect(unwrap(applyMediaEdit(narrated, invertMediaEdit(edit)))).toEqual(whole);
  });

  it.each<[string, Partial<Media>]>([
    ['is another patient’s by now', { subject: { reference: 'Patient/third' } }], ['has another visit', { encounter: { reference: 'Encounter/2' } }],
    ['got an order', { basedOn: [...(whole.basedOn ?? []), { reference: 'ServiceRequest/2' }] }], ['got a field of the EHR', { extension: [priority] }],
  ])('does not go when it %s', (_what, change) => {
    expect(applyMediaEdit({ ...whole, ...change }, move(whole))).toMatchObject({ ok: false, error: { code: 'data.changed-meanwhile', detail: 'subject' } });
  });

  it('of any kind names nobody but the new patient, changes nothing else, and goes back', () => {
    fc.assert(
      fc.property(arbitraryEditableMedia, (media) => {
        const edit = move(media);
        const moved = unwrap(applyMediaEdit(media, edit));
        expect(subjectKey(moved)).toBe('Patient/right');
        for (const name of ['encounter', 'basedOn', 'partOf', 'text']) expect(moved).not.toHaveProperty(name);
        for (const name of ['note', 'identifier', 'device', 'bodySite', 'content', 'status', 'vendorElement', 'createdDateTime']) expect(moved[name]).toBe(media[name]);
        expect(canonicalMedia(unwrap(applyMediaEdit(moved, invertMediaEdit(edit))))).toBe(canonicalMedia(media));
      }),
    );
  });
});

describe('whom a Media is of', () => {
  it.each([
    [{ reference: 'Patient/1' }, 'Patient/1'], [{ reference: 'https://a.example/fhir/Patient/1' }, 'Patient/1'], [{ reference: 'Patient/1/_history/3' }, 'Patient/1'],
    [{ reference: '#p' }, '#p'], [{ reference: 'urn:uuid:0b6f' }, 'urn:uuid:0b6f'], [{ identifier: { system: 's', value: 'v' } }, 's|v'], [{ display: 'Only a name' }, undefined], [undefined, undefined],
  ])('%j is %s', (subject, key) => {
    expect(subjectKey({ subject })).toBe(key);
  });
});
