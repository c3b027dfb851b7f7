import { fail, succeed, type Result } from '../../errors/result.ts';
import { sameJson } from '../../sync/canonicalJson.ts';
import type { Media } from '../resources.ts';
import { isItemEdit, type ElementEdit, type ItemEdit, type MediaEdit } from './mediaEdit.ts';
import { withElement } from './withElement.ts';

/** The members that make up the one choice `created[x]`, the extensions of its primitive with them. */
const createdMembers = ['createdDateTime', '_createdDateTime', 'createdPeriod'] as const;

/**
 * Changes what the edit names and nothing else: every other element, known or not, stays the very same value in its place.
 * Fails with `data.changed-meanwhile` when something else stands there than the person saw.
 */
export function applyMediaEdit(media: Media, edit: MediaEdit): Result<Media> {
  return isItemEdit(edit) ? applyItemEdit(media, edit) : applyElementEdit(media, edit);
}

function applyElementEdit(media: Media, edit: ElementEdit): Result<Media> {
  if (!sameJson(elementOf(media, edit.element), edit.from ?? undefined)) return changedMeanwhile(edit);
  if (edit.element !== 'created') return succeed(withElement(media, edit.element, edit.to ?? undefined));
  const { to } = edit;
  return succeed(createdMembers.reduce((changed, name) => withElement(changed, name, to?.[name]), media));
}

/** What an edit of this element says `from`. */
export function elementOf(media: Media, element: ElementEdit['element']): unknown {
  if (element !== 'created') return media[element];
  const members = createdMembers.filter((name) => media[name] !== undefined).map((name) => [name, media[name]] as const);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

function applyItemEdit(media: Media, { element, at, from, to }: ItemEdit): Result<Media> {
  const items: unknown[] = [...(media[element] ?? [])];
  if (from === null) {
    if (to !== null) items.splice(Math.min(at, items.length), 0, to);
  } else {
    // A pull may have moved it; where several are equal, any of them will do.
    const place = sameJson(items[at], from) ? at : items.findIndex((item) => sameJson(item, from));
    if (place < 0) return changedMeanwhile({ element });
    items.splice(place, 1, ...(to === null ? [] : [to]));
  }
  // FHIR knows no empty arrays.
  return succeed(withElement(media, element, items.length === 0 ? undefined : items));
}

function changedMeanwhile({ element }: Pick<MediaEdit, 'element'>) {
  return fail('data.changed-meanwhile', { detail: element });
}
