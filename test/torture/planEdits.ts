import type { Media } from '../../shared/fhir/resources.ts';
import { pick } from '../support/seededRandom.ts';

/** What somebody at one station does to one Media while nobody hears of the others. */
export interface PlannedEdit {
  /** Lightbox's id at the station that captured it. */
  readonly identifier: string;
  readonly station: number;
  readonly change: (media: Media) => Media;
  /** An element that is replaced, and by what; undefined: something is added. */
  readonly field?: string;
  readonly value?: string;
  /** Id of the note that is added. */
  readonly note?: string;
}

const fields = ['bodySite', 'view', 'modality'] as const;
type Field = (typeof fields)[number];

/**
 * Of a third of the Media nothing; then notes by several, other elements by each, the same element with other values (the conflicts), or with
 * the same value. Never two kinds on one Media, so that the number of conflicts does not depend on who comes first.
 */
export function planEdits(identifiers: readonly string[], stations: number, random: () => number): readonly PlannedEdit[] {
  const kinds = ['none', 'none', 'notes', 'notes', 'apart', 'same', 'collide'] as const;
  return identifiers.flatMap((identifier): PlannedEdit[] => {
    const kind = pick(random, kinds);
    const who = someOf(stations, random);
    const field = pick(random, fields);
    switch (kind) {
      case 'none':
        return [];
      case 'notes':
        return who.map((station) => noteEdit(identifier, station));
      case 'apart':
        return who.map((station) => fieldEdit(identifier, station, pick(() => station / stations, fields), `by ${String(station)}`));
      case 'same':
        return who.map((station) => fieldEdit(identifier, station, field, 'by all'));
      case 'collide':
        return who.map((station) => fieldEdit(identifier, station, field, `by ${String(station)}`));
    }
  });
}

/** Two of them at least. */
function someOf(stations: number, random: () => number): readonly number[] {
  const left = Math.floor(random() * (stations + 1));
  return Array.from({ length: stations }, (_, index) => index).filter((station) => station !== left);
}

function noteEdit(identifier: string, station: number): PlannedEdit {
  const note = `note-${String(station)}-${identifier}`;
  return { identifier, station, note, change: (media) => ({ ...media, note: [...(media.note ?? []), { id: note, text: `seen by ${String(station)}` }] }) };
}

function fieldEdit(identifier: string, station: number, field: Field, value: string): PlannedEdit {
  return { identifier, station, field, value, change: (media) => ({ ...media, [field]: { text: value } }) };
}
