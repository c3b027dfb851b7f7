import { describe, expect, it } from 'vitest';
import { momentNotes } from '../../../../../renderer/viewer/audio/momentNotes.ts';
import { readNotes } from '../../../../../shared/annotation/noteCodec.ts';
import { timedNote } from '../../../../../shared/annotation/timeAnchor.ts';
import type { Media } from '../../../../../shared/fhir/resources.ts';

describe('the notes of a recording', () => {
  it('about moments are in order of these, the others stay below in their own', () => {
    const media: Media = {
      resourceType: 'Media', status: 'completed', content: {},
      note: [
        { id: 'late', authorString: 'Dr One', ...timedNote({ atMilliseconds: 61_234, words: 'Second wheeze' }) },
        { authorString: 'Dr Two', text: 'Recorded lying down.' },
        { text: '[00:02.5] First wheeze' },
      ],
    };
    const { moments, whole } = momentNotes(media, readNotes(media));
    expect(moments).toEqual([
      { key: ' 2', atMilliseconds: 2500, words: 'First wheeze', author: null },
      { key: 'late 0', atMilliseconds: 61_234, words: 'Second wheeze', author: 'Dr One' },
    ]);
    expect(whole.map(({ text }) => text)).toEqual(['Recorded lying down.']);
  });
});
