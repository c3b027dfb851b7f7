import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoment, readTimedNote, timeAnchorUrl, timedNote } from '../../../../shared/annotation/timeAnchor.ts';
import { noteToLayer } from '../../../../shared/annotation/noteCodec.ts';
import { refuseMediaEdit } from '../../../../shared/fhir/edit/refuseMediaEdit.ts';
import { mediaEditSchema } from '../../../../shared/fhir/edit/mediaEdit.ts';

describe('a note about a moment', () => {
  it('says the moment in its text for everybody, and exactly in the extension', () => {
    expect(timedNote({ atMilliseconds: 72_345.4, words: ' Wheeze on expiration. ' })).toEqual({
      text: '[01:12.3] Wheeze on expiration.',
      extension: [{ url: timeAnchorUrl, extension: [{ url: 'version', valueInteger: 1 }, { url: 'milliseconds', valueInteger: 72_345 }] }],
    });
  });

  it.each([[0, '00:00.0'], [12_349, '00:12.3'], [59_960, '01:00.0'], [3_723_400, '1:02:03.4'], [360_000_000, '100:00:00.0']])('%i ms is %s', (milliseconds, text) => {
    expect(formatMoment(milliseconds)).toBe(text);
  });

  it('comes back as it was', () => {
    const words = fc.string({ minLength: 1 }).map((text) => text.trim()).filter((text) => text !== '');
    fc.assert(fc.property(fc.integer({ min: 0, max: 200 * 3_600_000 }), words, (atMilliseconds, text) => {
      expect(readTimedNote(timedNote({ atMilliseconds, words: text }))).toEqual({ atMilliseconds, words: text });
    }));
  });

  it('keeps its moment to a tenth of a second where a chart strips extensions', () => {
    expect(readTimedNote({ text: timedNote({ atMilliseconds: 72_345, words: 'Wheeze' }).text })).toEqual({ atMilliseconds: 72_300, words: 'Wheeze' });
  });

  it('believes the text where somebody changed it elsewhere, and a newer extension not at all', () => {
    const { extension } = timedNote({ atMilliseconds: 72_345, words: 'Wheeze' });
    expect(readTimedNote({ text: '[01:13.0] Wheeze', extension })).toEqual({ atMilliseconds: 73_000, words: 'Wheeze' });
    const newer = [{ url: timeAnchorUrl, extension: [{ url: 'version', valueInteger: 2 }, { url: 'milliseconds', valueInteger: 72_345 }] }];
    expect(readTimedNote({ text: '[01:12.3] Wheeze', extension: newer })).toEqual({ atMilliseconds: 72_300, words: 'Wheeze' });
  });

  it.each(['Wheeze', '[x] Wheeze', 'At [01:12.3]', '[1:2.3] Wheeze'])('is none in "%s"', (text) => {
    expect(readTimedNote({ text })).toBeNull();
  });

  it('is an ordinary note of its author: no drawing, and may be written and changed', () => {
    const note = { id: 'a', authorString: 'Dr One', time: '2026-03-14T09:30:00.000Z', ...timedNote({ atMilliseconds: 72_345, words: 'Wheeze' }) };
    expect(noteToLayer(note)).toEqual({ kind: 'none' });
    const edit = mediaEditSchema.parse({ element: 'note', at: 0, from: null, to: note });
    expect(edit).toMatchObject({ to: note });
    const media = { resourceType: 'Media', status: 'completed', content: {} } as const;
    expect(refuseMediaEdit(media, edit, 'Dr One')).toBeNull();
  });
});
