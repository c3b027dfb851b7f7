import type { MediaView } from '../../shared/ipc/views.ts';
import { formatDay } from '../ui/index.ts';

export interface MediaFilter {
  readonly kinds: readonly MediaView['kind'][];
  readonly bodySites: readonly string[];
  readonly withNotes: boolean;
  readonly notInChart: boolean;
}

export const everything: MediaFilter = { kinds: [], bodySites: [], withNotes: false, notInChart: false };

export function passes(media: MediaView, filter: MediaFilter): boolean {
  if (filter.kinds.length > 0 && !filter.kinds.includes(media.kind)) return false;
  if (filter.bodySites.length > 0 && (media.bodySite === null || !filter.bodySites.includes(media.bodySite))) return false;
  if (filter.withNotes && media.noteCount === 0 && media.layerCount === 0) return false;
  return !(filter.notInChart && media.safety.state === 'proven');
}

export type TimelineRow =
  | { readonly kind: 'day'; readonly label: string; readonly count: number }
  | { readonly kind: 'media'; readonly key: string; readonly media: readonly MediaView[] };

/** Days, newest first as the pictures come, each followed by rows of at most `columns` pictures. */
export function timelineRows(media: readonly MediaView[], columns: number): readonly TimelineRow[] {
  const days = Map.groupBy(media, ({ createdAt }) => (createdAt === null ? 'Date unknown' : formatDay(createdAt)));
  return [...days].flatMap(([label, ofDay]): readonly TimelineRow[] => {
    const rows = Array.from({ length: Math.ceil(ofDay.length / columns) }, (_, row): TimelineRow => ({
      kind: 'media', key: `${label} ${String(row)}`, media: ofDay.slice(row * columns, (row + 1) * columns),
    }));
    return [{ kind: 'day', label, count: ofDay.length }, ...rows];
  });
}
