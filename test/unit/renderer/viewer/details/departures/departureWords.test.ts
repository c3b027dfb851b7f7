import { describe, expect, it } from 'vitest';
import { deviationLine, lossLine } from '../../../../../../renderer/viewer/details/departures/departureWords.ts';
import { readGatewayMedia } from '../../../../../../shared/fhir/xcaliber/readGatewayMedia.ts';
import type { Deviation } from '../../../../../../shared/fhir/xcaliber/deviation.ts';

describe('where the chart and the standard part, in words', () => {
  it('names each place of what a gateway wrote, and nothing that stands there', () => {
    const found: Deviation[] = [];
    const written = {
      id: 'm1', resourceType: 'Media', identifier: 'secret-1', operator: { id: 'secret-2', type: 'Practitioner' }, frames: '3', content: { title: null },
      extension: [{ url: 'TINY_URLS.MEDIA.PRIORITY', valueString: 'secret-3' }],
    };
    readGatewayMedia(written, (kind, path) => found.push({ kind, path }));
    const lines = found.map(deviationLine);
    expect(lines).toEqual(expect.arrayContaining([
      'identifier[0] was plain text instead of an identifier.', 'operator was an id and a type instead of a reference.', 'frames was a number written as text.',
      'content.title was null, where FHIR leaves an element out.', 'extension[0] was a field of the EHR under another url than the Media API’s table has.', 'status was missing, though FHIR requires it.',
    ]));
    expect(lines.join()).not.toContain('secret');
    expect(deviationLine({ kind: 'envelope', path: '' })).toBe('The answer came in an envelope of the gateway’s own.');
  });

  it('says what does not come back', () => {
    expect(lossLine({ kind: 'geometry', path: 'Media.note' })).toBe('Media.note: Notes are kept, but not what their drawings are made of.');
  });
});
