import { describe, expect, it } from 'vitest';
import type { Media } from '../../../../shared/fhir/resources.ts';
import { elementsNotHeld } from '../../../../shared/sync/elementsNotHeld.ts';

const media = (more: Partial<Media> = {}): Media => ({ resourceType: 'Media', status: 'completed', content: { contentType: 'image/png', size: 1, hash: 'h' }, ...more });

describe('elementsNotHeld', () => {
  it('accepts additions of the server', () => {
    const sent = media({ identifier: [{ system: 's', value: '1' }], note: [{ text: 'x' }] });
    const held = media({
      id: 'x', meta: { versionId: '1' }, text: { status: 'generated' }, issued: '2026-11-23T09:00:00Z', identifier: [{ system: 'own', value: '9' }, { system: 's', value: '1' }],
      note: [{ id: 'n1', text: 'x' }], content: { contentType: 'image/png', size: 1, hash: 'h', url: 'Binary/1' },
    });
    expect(elementsNotHeld(sent, held)).toStrictEqual([]);
  });

  it.each<[string, Media, Media, string[]]>([
    ['a note stripped', media({ note: [{ text: 'x' }] }), media(), ['note']],
    ['a removed note that is still there', media(), media({ note: [{ text: 'x' }] }), ['note']],
    ['an extension stripped from a note', media({ note: [{ text: 'x', extension: [{ url: 'u', valueString: '1' }] }] }), media({ note: [{ text: 'x' }] }), ['note']],
    ['a changed scalar', media({ status: 'unknown' }), media(), ['status']],
    ['other bytes', media({ content: { contentType: 'image/png', size: 1, hash: 'other' } }), media(), ['content']],
    ['a dropped unknown element', media({ vendorElement: { a: 1 } }), media(), ['vendorElement']],
    ['codings in another order', media({ bodySite: { coding: [{ code: '1' }, { code: '2' }] } }), media({ bodySite: { coding: [{ code: '2' }, { code: '1' }] } }), ['bodySite']],
  ])('names %s', (_case, sent, held, names) => {
    expect(elementsNotHeld(sent, held)).toStrictEqual(names);
  });
});
