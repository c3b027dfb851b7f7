import type { MediaView } from '../../shared/ipc/views.ts';
import { formatDay } from '../ui/index.ts';

export interface MediaFilter {
  readonly kinds: readonly MediaView['kind'][];
  readonly bodySites: readonly string[];
  readonly withNotes: boolean;
  readonly notInChart: boolean;
  /** What was entered in error is hidden unless it is asked for. */
  readonly enteredInError: boolean;
  /** So is what the chart deleted. */
  readonly deleted: boolean;
}

export const everything: MediaFilter = { kinds: [], bodySites: [], withNotes: false, notInChart: false, enteredInError: false, deleted: false };

export function isEnteredInError({ status }: MediaView): boolean {
  return status === 'entered-in-error';
}

export function isDeleted({ safety }: MediaView): boolean {
  return safety.state === 'deleted';
}

export function passes(media: MediaView, filter: MediaFilter): boolean {
  if (!filter.enteredInError && isEnteredInError(media)) return false;
  if (!filter.deleted && isDeleted(media)) return false;
  if (filter.kinds.length > 0 && !filter.kinds.includes(media.kind)) return false;
  if (filter.bodySites.length > 0 && (media.bodySite === null || !filter.bodySites.includes(media.bodySite))) return false;
  if (filter.withNotes && media.noteCount === 0 && media.layerCount === 0) return false;
  return !(filter.notInChart && media.safety.state === 'proven');
}

/** The first picture of a day carries the day. */
export interface TimelineCell {
  readonly media: MediaView;
  readonly day: { readonly label: string; readonly count: number } | null;
}

/** At most `columns` pictures side by side. */
export type TimelineRow = readonly [TimelineCell, ...TimelineCell[]];

/**
 * Days in the order the pictures come, packed into rows: a day that fits into what is left of a row stands beside the one
 * before (a series of visits with one picture each is one row), any other day starts a row of its own.
 */
export function timelineRows(media: readonly MediaView[], columns: number): readonly TimelineRow[] {
  const days = Map.groupBy(media, ({ createdAt }) => (createdAt === null ? 'Date unknown' : formatDay(createdAt)));
  const rows: [TimelineCell, ...TimelineCell[]][] = [];
  for (const [label, ofDay] of days) {
    ofDay.forEach((one, index) => {
      const cell: TimelineCell = { media: one, day: index === 0 ? { label, count: ofDay.length } : null };
      const room = columns - (rows.at(-1)?.length ?? columns);
      if (room === 0 || (index === 0 && ofDay.length > room)) rows.push([cell]);
      else rows.at(-1)?.push(cell);
    });
  }
  return rows;
}
