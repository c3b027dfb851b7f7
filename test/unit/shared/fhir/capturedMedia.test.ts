import { describe, expect, it } from 'vitest';
import { capturedMedia, lateralityUrl } from '../../../../shared/fhir/capturedMedia.ts';
import { mediaSchema } from '../../../../shared/fhir/resources.ts';
import { contextGroup } from '../../../../shared/terminology/contextGroup.ts';

const mediaId = '6f1a4a0e-6f3c-4a63-9c5e-0b8f5a1f8d11';
const foot = contextGroup('CID 4').find((concept) => concept.display === 'Foot') ?? null;
const left = contextGroup('CID 244').find((concept) => concept.display === 'Left') ?? null;
const content = { contentType: 'image/jpeg', size: 3, hash: 'qZk+NkcGgWq6PiVxeFDCbJzQ2J0=', width: 4000, height: 3000, frames: 1, durationSeconds: null };
const metadata = { title: '', bodySite: null, laterality: null, createdDateTime: '2026-11-23T10:00:00+01:00', reason: '', note: '' };
const input = { mediaId, subject: 'Patient/xcda', fromCamera: false, authorName: 'N. Nurse', metadata, content, now: '2026-11-23T09:00:01.000Z' };

describe('capturedMedia', () => {
  it('says nothing that nobody entered', () => {
    expect(capturedMedia(input)).toStrictEqual({
      resourceType: 'Media',
      identifier: [{ system: 'urn:ietf:rfc:3986', value: `urn:uuid:${mediaId}` }],
      status: 'completed',
      type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/media-type', code: 'image', display: 'Image' }] },
      subject: { reference: 'Patient/xcda' },
      createdDateTime: '2026-11-23T10:00:00+01:00',
      height: 3000,
      width: 4000,
      frames: 1,
      content: { contentType: 'image/jpeg', size: 3, hash: 'qZk+NkcGgWq6PiVxeFDCbJzQ2J0=', creation: '2026-11-23T10:00:00+01:00' },
    });
  });

  it('codes the body site and its side from DICOM context groups', () => {
    const media = capturedMedia({ ...input, metadata: { ...metadata, bodySite: foot, laterality: left } });
    expect(media.bodySite).toStrictEqual({
      extension: [{ url: lateralityUrl, valueCoding: { system: 'http://snomed.info/sct', code: '7771000', display: 'Left' } }],
      coding: [{ system: 'http://snomed.info/sct', code: '56459004', display: 'Foot' }],
      text: 'Foot, left',
    });
  });

  it('names operator and modality only when our camera took the picture', () => {
    const media = capturedMedia({ ...input, fromCamera: true });
    expect(media.operator).toStrictEqual({ display: 'N. Nurse' });
    expect(media.modality?.coding?.[0]?.code).toBe('XC');
  });

  it('keeps the note apart from the reason, and is valid R4', () => {
    const media = capturedMedia({ ...input, metadata: { ...metadata, title: 'Heel', reason: 'Pressure ulcer', note: 'Less exudate.' } });
    expect(mediaSchema.parse(media)).toStrictEqual(media);
    expect(media.content.title).toBe('Heel');
    expect(media.reasonCode).toStrictEqual([{ text: 'Pressure ulcer' }]);
    expect(media.note).toStrictEqual([{ authorString: 'N. Nurse', time: '2026-11-23T09:00:01.000Z', text: 'Less exudate.' }]);
  });

  it('gives a sound no pixels and no frames', () => {
    const media = capturedMedia({ ...input, content: { ...content, contentType: 'audio/mpeg', width: null, height: null, durationSeconds: 12.345 } });
    expect(media).not.toHaveProperty('frames');
    expect(media).not.toHaveProperty('width');
    expect(media.duration).toBe(12.345);
    expect(media.type?.coding?.[0]?.code).toBe('audio');
  });
});
