import { isWrittenForm } from '../fhir/codec/fhirJson.ts';
import type { Annotation, Attachment, Identifier } from '../fhir/elements.ts';
import { patientElements } from '../fhir/edit/patientPart.ts';
import type { Media } from '../fhir/resources.ts';
import { subjectKey } from '../fhir/subjectKey.ts';
import { canonicalJson, sameJson } from './canonicalJson.ts';
import { canonicalMedia, comparableContent } from './canonicalMedia.ts';
import { chooseSide, mergeKeyed } from './mergeKeyed.ts';
import { noteIdentity } from './noteIdentity.ts';

export interface MergedMedia {
  readonly merged: Media;
  /** Both sides changed the same element, or the same note, to different values; `merged` keeps mine there. */
  readonly conflict: boolean;
}

/**
 * Three-way merge of two successors of `base` (null: no common ancestor), element by element at the top level. `meta` and `id` are
 * always theirs, for only the chart writes them; `note` and `identifier` are merged item by item; `content` counts as the same when its
 * bytes are, whatever its url. Elements Lightbox does not know are merged like any other.
 *
 * Whose picture it is, is never merged: a side that gave it to another patient stands alone, or there is a conflict, for whatever else was
 * done to it meanwhile was done under the name of the patient before. What is true of one patient only goes with its subject.
 *
 * To let the other side win where both changed, swap the last two arguments.
 */
export function mergeMedia(base: Media | null, mine: Media, theirs: Media): MergedMedia {
  const parted = base === null || subjectKey(mine) === subjectKey(theirs) ? null : sideWithPatient(base, mine, theirs);
  let conflict = parted?.conflict ?? false;
  const elements: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const choice = parted !== null && ofOnePatient.has(name) ? { value: parted.side[name], conflict: false } : mergeElement(name, base ?? {}, mine, theirs);
    // How a number was written is merged like an element of its own; nobody changes it on purpose, and a wrong one is not written.
    conflict ||= choice.conflict && !isWrittenForm(name);
    if (choice.value !== undefined) elements[name] = choice.value;
  }
  return { merged: elements as Media, conflict };
}

const ofOnePatient: ReadonlySet<string> = new Set(patientElements);

function sideWithPatient(base: Media, mine: Media, theirs: Media): { readonly side: Media; readonly conflict: boolean } {
  const [before, here, there] = [base, mine, theirs].map(canonicalMedia);
  return before === here ? { side: theirs, conflict: false } : { side: mine, conflict: before !== there };
}

function mergeElement(name: string, base: Partial<Media>, mine: Media, theirs: Media): { readonly value: unknown; readonly conflict: boolean } {
  switch (name) {
    case 'id':
    case 'meta':
      return { value: theirs[name] ?? mine[name], conflict: false };
    case 'note':
      return listChoice(mergeKeyed<Annotation>(base.note ?? [], mine.note ?? [], theirs.note ?? [], noteIdentity));
    case 'identifier':
      return listChoice(mergeKeyed<Identifier>(base.identifier ?? [], mine.identifier ?? [], theirs.identifier ?? [], identifierIdentity));
    case 'content':
      return mergeContent(base.content, mine.content, theirs.content);
    default:
      return chooseSide<unknown>(base[name], mine[name], theirs[name], sameJson);
  }
}

function listChoice(list: { readonly items: readonly unknown[]; readonly conflict: boolean }) {
  return { value: list.items.length === 0 ? undefined : list.items, conflict: list.conflict };
}

function identifierIdentity({ system, value }: Identifier): string {
  return canonicalJson([system ?? '', value ?? '']);
}

/** The url is the chart's to give: as long as the bytes are the same, theirs is the fresher one. */
function mergeContent(base: Attachment | undefined, mine: Attachment, theirs: Attachment) {
  const choice = chooseSide<Attachment>(base, mine, theirs, sameContent);
  if (choice.value !== mine || theirs.url === undefined || mine.hash !== theirs.hash || mine.size !== theirs.size) return choice;
  return { ...choice, value: { ...mine, url: theirs.url } };
}

function sameContent(left: Attachment | undefined, right: Attachment | undefined): boolean {
  return sameJson(left && comparableContent(left), right && comparableContent(right));
}
