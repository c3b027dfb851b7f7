import { readTimedNote } from '../../../shared/annotation/timeAnchor.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import type { NoteView } from '../../../shared/ipc/views.ts';

export interface MomentNote {
  readonly key: string;
  readonly atMilliseconds: number;
  readonly words: string;
  readonly author: string | null;
}

/** The notes about moments, in order of these, and those that are about the whole. @param notes one for each note of `media`, in its order. */
export function momentNotes(media: Pick<Media, 'note'>, notes: readonly NoteView[]): { readonly moments: readonly MomentNote[]; readonly whole: readonly NoteView[] } {
  const moments: MomentNote[] = [];
  const whole: NoteView[] = [];
  notes.forEach((view, index) => {
    const note = media.note?.[index];
    const timed = note === undefined || view.layerId !== null || view.unreadableLayer !== null ? null : readTimedNote(note);
    if (timed === null) whole.push(view);
    else moments.push({ ...timed, key: `${note?.id ?? ''} ${String(index)}`, author: view.author });
  });
  return { moments: moments.toSorted((a, b) => a.atMilliseconds - b.atMilliseconds), whole };
}
