import { describe, expect, it } from 'vitest';
import { annotationLayerUrl } from '../../../../shared/annotation/annotationLayerUrl.ts';
import type { Annotation } from '../../../../shared/fhir/elements.ts';
import type { Media } from '../../../../shared/fhir/resources.ts';
import { lossesOf } from '../../../../shared/sync/loss.ts';

const geometry = { url: annotationLayerUrl, extension: [{ url: 'version', valueInteger: 1 }] };
const other = { url: 'https://example.org/e', valueString: '1' };
const words: Annotation = { id: 'w', text: 'words' };
const drawing: Annotation = { id: 'd', text: 'a drawing', extension: [geometry] };
const media = (more: Partial<Media>): Media => ({ resourceType: 'Media', status: 'completed', content: { contentType: 'image/gif' }, ...more });

describe('what a chart lost of a Media', () => {
  it.each<[string, Partial<Media>, Partial<Media>, unknown]>([
    ['nothing', { note: [drawing] }, { note: [drawing], deviceName: 'added' }, []],
    ['the notes', { note: [words, drawing] }, {}, [{ kind: 'notes', path: 'Media.note' }]],
    ['one of the notes', { note: [words, drawing] }, { note: [words] }, [{ kind: 'notes', path: 'Media.note' }]],
    ['what drawings are made of', { note: [words, drawing] }, { note: [words, { id: 'd', text: 'a drawing' }] }, [{ kind: 'geometry', path: 'Media.note' }]],
    ['other extensions of a note', { note: [{ ...words, extension: [other] }] }, { note: [words] }, [{ kind: 'extensions', path: 'Media.note' }]],
    ['other extensions beside what a drawing is made of', { note: [{ ...drawing, extension: [geometry, other] }] }, { note: [drawing] }, [{ kind: 'extensions', path: 'Media.note' }]],
    ['every extension of a note', { note: [{ ...drawing, extension: [geometry, other] }] }, { note: [{ id: 'd', text: 'a drawing' }] }, [{ kind: 'geometry', path: 'Media.note' }, { kind: 'extensions', path: 'Media.note' }]],
    ['the words of a note', { note: [words] }, { note: [{ ...words, text: 'cut' }] }, [{ kind: 'element', path: 'Media.note' }]],
    ['an element', { deviceName: 'camera' }, {}, [{ kind: 'element', path: 'Media.deviceName' }]],
    ['an extension inside an element', { bodySite: { text: 'heel', extension: [other] } }, { bodySite: { text: 'heel' } }, [{ kind: 'extensions', path: 'Media.bodySite' }]],
    ['an extension of the Media', { extension: [other] }, {}, [{ kind: 'extensions', path: 'Media' }]],
  ])('is %s', (_, sent, held, losses) => {
    expect(lossesOf(media(sent), media(held))).toStrictEqual(losses);
  });
});
