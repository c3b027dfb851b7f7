import { fail, succeed, type Result } from '../../errors/result.ts';
import { sameJson } from '../../sync/canonicalJson.ts';
import type { Media } from '../resources.ts';
import { isItemEdit, type ElementEdit, type ItemEdit, type MediaEdit } from './mediaEdit.ts';
import { patientElements } from './patientPart.ts';
import { withElement } from './withElement.ts';

/** Elements that are changed together: the one choice `created[x]` with the extensions of its primitive, and what is true of one patient only. */
const members = { created: ['createdDateTime', '_createdDateTime', 'createdPeriod'], subject: patientElements } as const;

/**
 * Changes what the edit names and nothing else: every other element, known or not, stays the very same value in its place.
 * Fails with `data.changed-meanwhile` when something else stands there than the person saw.
 */
export function applyMediaEdit(media: Media, edit: MediaEdit): Result<Media> {
  return isItemEdit(edit) ? applyItemEdit(media, edit) : applyElementEdit(media, edit);
}

function applyElementEdit(media: Media, edit: ElementEdit): Result<Media> {
  if (!sameJson(compared(edit.element, elementOf(media, edit.element)), compared(edit.element, edit.from))) return changedMeanwhile(edit);
  if (edit.element !== 'created' && edit.element !== 'subject') return succeed(withElement(media, edit.element, edit.to ?? undefined));
  const to: Readonly<Record<string, unknown>> = edit.to ?? {};
  return succeed(members[edit.element].reduce((changed, name) => withElement(changed, name, to[name]), media));
}

/** What an edit of this element says `from`. */
export function elementOf(media: Media, element: ElementEdit['element']): unknown {
  if (element !== 'created' && element !== 'subject') return media[element];
  const present = members[element].filter((name) => media[name] !== undefined).map((name) => [name, media[name]] as const);
  return present.length === 0 ? undefined : Object.fromEntries(present);
}

/** The narrative is the chart's to rewrite at any time: nobody saw another picture because of it. */
function compared(element: ElementEdit['element'], value: unknown): unknown {
  if (element !== 'subject' || typeof value !== 'object' || value === null || !('text' in value)) return value;
  const { text: _text, ...rest } = value;
  return rest;
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
