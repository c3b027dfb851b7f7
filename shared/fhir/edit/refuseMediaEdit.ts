import { noteToLayer } from '../../annotation/noteCodec.ts';
import type { Failure } from '../../errors/errorCode.ts';
import { mediaExtensionName, type MediaExtensionName } from '../extensions/mediaExtensions.ts';
import type { Media } from '../resources.ts';
import type { MediaEdit } from './mediaEdit.ts';
import { readOnlyReason } from './readOnlyReason.ts';

/** What the chart writes of its own accord, or what would be another act: to move a picture to another patient, to delete it. */
export const lockedExtensions: ReadonlySet<MediaExtensionName> = new Set(['subject', 'deleted-date-time', 'file-size', 'last-modified-date', 'last-modified-date-time']);

/**
 * Why this person may not make this edit, or null: the Media is read-only, the note is not theirs or carries a drawing, the extension is
 * one that nobody writes by hand, or one that Lightbox does not know.
 */
export function refuseMediaEdit(media: Media, edit: MediaEdit, authorName: string): Failure | null {
  const reason = readOnlyReason(media);
  if (reason !== null && !(reason === 'entered-in-error' && edit.element === 'status')) return { code: 'data.read-only-resource', detail: reason };
  if (edit.element === 'note') {
    const notes = [edit.from, edit.to].filter((note) => note !== null);
    const mine = notes.every((note) => note.authorString === authorName && note.authorReference === undefined && noteToLayer(note).kind === 'none');
    return mine ? null : { code: 'data.read-only-resource', detail: 'note of somebody else' };
  }
  if (edit.element === 'extension') {
    const names = [edit.from, edit.to].filter((extension) => extension !== null).map(({ url }) => mediaExtensionName(url));
    return names.every((name) => name !== undefined && !lockedExtensions.has(name)) ? null : { code: 'data.read-only-resource', detail: 'extension' };
  }
  return null;
}
