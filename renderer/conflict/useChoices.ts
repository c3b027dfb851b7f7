import { useState } from 'react';
import { layerKey, type ChoiceSide, type MergeChoice, type MergeConflict } from '../../shared/sync/mergeConflict.ts';

type Made = ReadonlyMap<string, { readonly choice: MergeChoice; /** What it was made for. */ readonly of: string }>;

export interface ConflictChoices {
  /** By the key of the conflict, or of a whole layer. What was chosen for other values than stand there now is not among them. */
  readonly choices: ReadonlyMap<string, MergeChoice>;
  readonly chosen: (key: string) => MergeChoice['keep'] | null;
  readonly choose: (conflicts: readonly MergeConflict[], keep: MergeChoice['keep']) => void;
  /** Mine stands beside theirs as a layer of its own. */
  readonly chooseTwoLayers: (layerId: string, conflicts: readonly MergeConflict[]) => void;
  readonly undo: (() => void) | null;
  readonly left: number;
}

/** What a person has chosen so far; every step can be taken back until it is confirmed. */
export function useChoices(conflicts: readonly MergeConflict[]): ConflictChoices {
  const [steps, setSteps] = useState<readonly Made[]>([new Map()]);
  const made: Made = steps.at(-1) ?? new Map();
  const byKey = new Map(conflicts.map((conflict) => [conflict.key, conflict]));
  const valuesOf = new Map(conflicts.map((conflict) => [conflict.key, JSON.stringify(conflict)]));
  for (const [layerId, inLayer] of conflictsByLayer(conflicts)) valuesOf.set(layerKey(layerId), JSON.stringify(inLayer));
  const choices = new Map([...made].flatMap(([key, { choice, of }]) => (valuesOf.get(key) === of ? [[key, choice] as const] : [])));
  const holds = (conflict: MergeConflict) => choices.get(conflict.key) ?? ('layerId' in conflict.place ? choices.get(layerKey(conflict.place.layerId)) : undefined);

  const step = (change: (next: Map<string, { choice: MergeChoice; of: string }>) => void) => {
    const next = new Map(made);
    change(next);
    setSteps([...steps, next]);
  };
  const put = (next: Map<string, { choice: MergeChoice; of: string }>, choice: MergeChoice) => next.set(choice.key, { choice, of: valuesOf.get(choice.key) ?? '' });
  return {
    choices,
    chosen: (key) => {
      const conflict = byKey.get(key);
      return (conflict === undefined ? choices.get(key) : holds(conflict))?.keep ?? null;
    },
    choose: (some, keep) => step((next) => {
      for (const { key, place, bothPossible } of some) {
        if (keep === 'both' && !bothPossible) continue;
        // One shape chosen by itself ends what was chosen for its layer; the others of that layer are open again.
        if ('layerId' in place && place.kind !== 'layer') next.delete(layerKey(place.layerId));
        put(next, choiceOf(key, keep));
      }
    }),
    chooseTwoLayers: (layerId, inLayer) => step((next) => {
      for (const { key } of inLayer) next.delete(key);
      put(next, choiceOf(layerKey(layerId), 'both'));
    }),
    undo: steps.length < 2 ? null : () => setSteps(steps.slice(0, -1)),
    left: conflicts.filter((conflict) => holds(conflict) === undefined).length,
  };
}

function choiceOf(key: string, keep: ChoiceSide | 'both'): MergeChoice {
  return keep === 'both' ? { key, keep, copyId: crypto.randomUUID() } : { key, keep };
}

/** Those inside one drawing, by its layer's id. */
export function conflictsByLayer(conflicts: readonly MergeConflict[]): ReadonlyMap<string, readonly MergeConflict[]> {
  const byLayer = new Map<string, MergeConflict[]>();
  for (const conflict of conflicts) {
    if (!('layerId' in conflict.place)) continue;
    const before = byLayer.get(conflict.place.layerId);
    if (before === undefined) byLayer.set(conflict.place.layerId, [conflict]);
    else before.push(conflict);
  }
  return byLayer;
}
