import type { Media } from '../fhir/resources.ts';
import { mergeMedia } from './merge.ts';
import type { Choices, MergeConflict } from './mergeConflict.ts';
import type { OutboxEntry } from './outboxEntry.ts';

/** The three sides, as they wait for a person. */
export interface ContestedMedia {
  readonly operation: OutboxEntry['operation'];
  readonly base: Media | null;
  readonly mine: Media;
  /** Null: the chart has deleted it. */
  readonly theirs: Media | null;
}

/**
 * What a person has to choose: of a Media that one side deleted, the whole of it; else what both sides changed.
 * @returns `merged` null when it is about the whole.
 */
export function contestedIn({ operation, base, mine, theirs }: ContestedMedia, choices?: Choices): { readonly conflicts: readonly MergeConflict[]; readonly merged: Media | null } {
  if (theirs !== null && operation !== 'delete') return mergeMedia(base, mine, theirs, choices);
  const whole = { base: base ?? undefined, mine: operation === 'delete' ? undefined : mine, theirs: theirs ?? undefined };
  return { conflicts: [{ key: 'media', place: { kind: 'media' }, ...whole, bothPossible: false }], merged: null };
}
