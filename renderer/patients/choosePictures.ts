import type { MediaView } from '../../shared/ipc/views.ts';
import { hasFrames } from '../../shared/frames/hasFrames.ts';
import { mostCompared } from '../navigation/index.ts';
import { isDeleted } from './timeline.ts';

/** Ids in the order they were chosen. */
export type Chosen = readonly string[];

/** What can lie beside another on the screen. */
export function isComparable(media: MediaView): boolean {
  return hasFrames(media) && !isDeleted(media);
}

/** Chooses one more, or takes it back; what is one too many is not chosen. */
export function choose(chosen: Chosen, id: string): Chosen {
  if (chosen.includes(id)) return chosen.filter((other) => other !== id);
  return chosen.length >= mostCompared ? chosen : [...chosen, id];
}

/** Chooses all that can be compared from the last one chosen to this one, as far as there is room, nearest to the last first. */
export function chooseRange(chosen: Chosen, id: string, shown: readonly MediaView[]): Chosen {
  const [from, to] = [chosen.at(-1) ?? id, id].map((end) => shown.findIndex((media) => media.id === end));
  if (from === undefined || to === undefined || from < 0 || to < 0) return choose(chosen, id);
  const between = from <= to ? shown.slice(from, to + 1) : shown.slice(to, from + 1).toReversed();
  return [...new Set([...chosen, ...between.filter(isComparable).map((media) => media.id)])].slice(0, mostCompared);
}
