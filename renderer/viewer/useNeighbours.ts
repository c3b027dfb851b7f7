import type { MediaView } from '../../shared/ipc/views.ts';
import { useAnswer } from '../ipc/index.ts';

/** null: there is none on that side. */
export interface Neighbours {
  readonly openNewer: (() => void) | null;
  readonly openOlder: (() => void) | null;
}

/** The media before and after this one in the patient's timeline, newest first; what was entered in error is passed over. */
export function useNeighbours(media: MediaView, onOpenMedia: ((mediaId: string) => void) | undefined): Neighbours {
  const { patientId } = media;
  const { data } = useAnswer('media.list', { patientId: patientId ?? '' }, { enabled: patientId !== null && onOpenMedia !== undefined });
  const shown = data?.filter(({ id, status }) => id === media.id || status !== 'entered-in-error');
  const index = shown?.findIndex(({ id }) => id === media.id) ?? -1;
  const opener = (neighbour: MediaView | undefined) => (neighbour === undefined || onOpenMedia === undefined ? null : () => onOpenMedia(neighbour.id));
  return { openNewer: opener(index > 0 ? shown?.[index - 1] : undefined), openOlder: opener(index >= 0 ? shown?.[index + 1] : undefined) };
}
