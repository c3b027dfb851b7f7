import { describe, expect, it } from 'vitest';
import { layerToNote } from '../../../../../shared/annotation/noteCodec.ts';
import type { MediaEdit } from '../../../../../shared/fhir/edit/mediaEdit.ts';
import { refuseMediaEdit } from '../../../../../shared/fhir/edit/refuseMediaEdit.ts';
import { canonicalExtensionUrl } from '../../../../../shared/fhir/extensions/mediaExtensions.ts';
import type { Media } from '../../../../../shared/fhir/resources.ts';

const media = (more: Partial<Media> = {}): Media => ({ resourceType: 'Media', status: 'completed', content: {}, ...more });
const refusal = (edit: MediaEdit, of: Media = media()) => refuseMediaEdit(of, edit, 'N. Nurse')?.detail ?? null;

const name: MediaEdit = { element: 'deviceName', from: null, to: 'Camera' };
const mine = { authorString: 'N. Nurse', text: 'seen' };
const drawing = layerToNote({
  id: '3f0f9b5a-0000-4000-8000-000000000001', name: 'Wound', colour: '#E69F00', visible: true, frame: 0, imageSize: { width: 10, height: 10 }, shapes: [], author: 'N. Nurse',
  createdAt: '2026-03-14T09:30:00.000Z', updatedAt: '2026-03-14T09:30:00.000Z',
});

describe('an edit of', () => {
  it('a Media with any modifierExtension is refused, of its status too', () => {
    const modified = media({ modifierExtension: [{ url: 'https://example.org/negated', valueString: 'yes' }] });
    expect(refusal(name, modified)).toBe('modifier');
    expect(refusal({ element: 'status', from: 'completed', to: 'unknown' }, modified)).toBe('modifier');
  });

  it('a Media entered in error is refused, except that it was no error', () => {
    const wrong = media({ status: 'entered-in-error' });
    expect(refusal(name, wrong)).toBe('entered-in-error');
    expect(refusal({ element: 'status', from: 'entered-in-error', to: 'completed' }, wrong)).toBeNull();
  });

  it('one’s own words is allowed; of another’s, of a drawing, or in another’s name it is not', () => {
    expect(refusal({ element: 'note', at: 0, from: null, to: mine })).toBeNull();
    expect(refusal({ element: 'note', at: 0, from: mine, to: { ...mine, text: 'healed' } })).toBeNull();
    expect(refusal({ element: 'note', at: 0, from: mine, to: null })).toBeNull();
    expect(refusal({ element: 'note', at: 0, from: { ...mine, authorString: 'Dr. Other' }, to: null })).toBe('note of somebody else');
    expect(refusal({ element: 'note', at: 0, from: { text: 'unsigned' }, to: null })).toBe('note of somebody else');
    expect(refusal({ element: 'note', at: 0, from: null, to: { ...mine, authorString: 'Dr. Other' } })).toBe('note of somebody else');
    expect(refusal({ element: 'note', at: 0, from: drawing, to: null })).toBe('note of somebody else');
  });

  it.each([['priority', null], ['page-ordering', null], ['subject', 'extension'], ['deleted-date-time', 'extension'], ['file-size', 'extension']] as const)('the extension %s: %s', (extension, expected) => {
    expect(refusal({ element: 'extension', at: 0, from: null, to: { url: canonicalExtensionUrl(extension), valueString: 'x' } })).toBe(expected);
  });

  it('an extension that Lightbox does not know is refused', () => {
    expect(refusal({ element: 'extension', at: 0, from: { url: 'https://example.org/own', valueString: 'x' }, to: null })).toBe('extension');
  });
});
