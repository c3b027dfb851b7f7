import { isWrittenForm } from '../fhir/codec/fhirJson.ts';
import type { Annotation, Attachment, CodeableConcept, Extension, Identifier, Reference } from '../fhir/elements.ts';
import { patientElements } from '../fhir/edit/patientPart.ts';
import type { Media } from '../fhir/resources.ts';
import { subjectKey } from '../fhir/subjectKey.ts';
import { canonicalJson } from './canonicalJson.ts';
import { canonicalMedia } from './canonicalMedia.ts';
import { changedSide, Contest, type Sides } from './contest.ts';
import { mergeContent } from './mergeContent.ts';
import type { Choices, MergeConflict } from './mergeConflict.ts';
import { mergeKeyed } from './mergeKeyed.ts';
import { mergeNotes } from './mergeLayerNotes.ts';
import { noteIdentity } from './noteIdentity.ts';
import { uniteConcepts } from './uniteConcepts.ts';

export interface MergedMedia {
  readonly merged: Media;
  /** What both sides changed, to different values: `merged` has there what was chosen, and mine where nothing was. */
  readonly conflicts: readonly MergeConflict[];
}

const nothingChosen: Choices = new Map();

/**
 * Three-way merge of two successors of `base` (null: no common ancestor), element by element at the top level. `meta` and `id` are
 * always theirs, for only the chart writes them; lists whose items have an identity (notes, identifiers, reasons, extensions, references) are
 * merged item by item, a drawing shape by shape, the codes of one concept are united where its meaning stays, and `content` field by field.
 * Elements Lightbox does not know are merged like any other.
 *
 * Whose picture it is, is never merged: a side that gave it to another patient stands alone, or there is a conflict, for whatever else was
 * done to it meanwhile was done under the name of the patient before. What is true of one patient only goes with its subject.
 *
 * Nor are bytes: a picture with another hash is another picture, and what was done to this one was not done to that.
 */
export function mergeMedia(base: Media | null, mine: Media, theirs: Media, choices: Choices = nothingChosen): MergedMedia {
  const contest = new Contest(choices);
  const parted = base === null || subjectKey(mine) === subjectKey(theirs) ? null : sideWithPatient(contest, { base, mine, theirs });
  const elements: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const value = parted !== null && ofOnePatient.has(name) ? parted[name] : mergeElement(contest, name, base, mine, theirs);
    if (value !== undefined) elements[name] = value;
  }
  return { merged: elements as Media, conflicts: contest.conflicts };
}

const ofOnePatient: ReadonlySet<string> = new Set(patientElements);

function sideWithPatient(contest: Contest, sides: { readonly base: Media; readonly mine: Media; readonly theirs: Media }): Media {
  const changed = changedSide<Media>(sides, (left, right) => left !== undefined && right !== undefined && canonicalMedia(left) === canonicalMedia(right));
  if (changed !== 'both') return sides[changed];
  const { base, mine, theirs } = sides;
  return contest.choice('subject', { kind: 'element', path: 'subject' }, { base: base.subject, mine: mine.subject, theirs: theirs.subject }).keep === 'theirs' ? theirs : mine;
}

function mergeElement(contest: Contest, name: string, base: Media | null, mine: Media, theirs: Media): unknown {
  switch (name) {
    case 'id':
    case 'meta':
      return theirs[name] ?? mine[name];
    case 'note': {
      const notes = mergeKeyed<Annotation>(sidesOf(base, mine, theirs, 'note'), noteIdentity, (identity, note) => mergeNotes(contest, identity, note));
      return list(notes);
    }
    case 'identifier':
      return items<Identifier>(contest, name, sidesOf(base, mine, theirs, name), ({ system, value }) => canonicalJson([system ?? '', value ?? '']));
    case 'extension':
      return items<Extension>(contest, name, sidesOf(base, mine, theirs, name), ({ url }) => url);
    case 'basedOn':
    case 'partOf':
      return items<Reference>(contest, name, sidesOf(base, mine, theirs, name), ({ reference, identifier, display }) => reference ?? canonicalJson(identifier ?? display));
    case 'reasonCode':
      return items<CodeableConcept>(contest, name, sidesOf(base, mine, theirs, name), conceptIdentity, uniteConcepts);
    case 'type':
    case 'modality':
    case 'view':
    case 'bodySite': {
      const concepts = sidesOf<CodeableConcept>(base, mine, theirs, name);
      return (changedSide(concepts) === 'both' ? uniteConcepts(concepts) : undefined) ?? element(contest, name, concepts);
    }
    case 'content':
      return mergeContent(contest, sidesOf<Attachment>(base, mine, theirs, name), () => bothChanged(base, mine, theirs));
    default:
      return element(contest, name, sidesOf(base, mine, theirs, name));
  }
}

function sidesOf<Value>(base: Media | null, mine: Media, theirs: Media, name: string): Sides<Value> {
  const of = (media: Media | null) => media?.[name] as Value | undefined;
  return { base: of(base), mine: of(mine), theirs: of(theirs) };
}

function element(contest: Contest, name: string, sides: Sides<unknown>): unknown {
  // How a number was written is merged like an element of its own; nobody changes it on purpose, and a wrong one is not written.
  if (isWrittenForm(name)) return changedSide(sides) === 'theirs' ? sides.theirs : sides.mine;
  return contest.value(name, { kind: 'element', path: name }, sides);
}

/** @param unite what both changed may still go together. */
function items<Item>(contest: Contest, path: string, lists: Sides<readonly Item[]>, identityOf: (item: Item) => string, unite?: (sides: Sides<Item>) => Item | undefined) {
  return list(mergeKeyed<Item>(lists, identityOf, (identity, sides) => {
    const value = unite?.(sides) ?? contest.settle(`${path}:${identity}`, { kind: 'item', path }, sides);
    return value === undefined ? [] : [value];
  }));
}

/** FHIR knows no empty arrays. */
function list(some: readonly unknown[]): readonly unknown[] | undefined {
  return some.length === 0 ? undefined : some;
}

function conceptIdentity({ coding: [first] = [], text }: CodeableConcept): string {
  return first?.code === undefined ? canonicalJson(['', text ?? first?.display ?? '']) : canonicalJson([first.system ?? '', first.code]);
}

/** Whether each side did anything to the Media at all. Without a state of before nobody can say. */
function bothChanged(base: Media | null, mine: Media, theirs: Media): boolean {
  if (base === null) return true;
  const before = canonicalMedia(base);
  return canonicalMedia(mine) !== before && canonicalMedia(theirs) !== before;
}
