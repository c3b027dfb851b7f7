import { z } from 'zod';
import { canonicalJson, sameJson } from './canonicalJson.ts';
import { choiceFor, conflictPlaceSchema, type Choices, type MergeConflict } from './mergeConflict.ts';

/** One thing that a person decided against. */
export const setAsideItemSchema = z.strictObject({
  key: z.string(),
  place: conflictPlaceSchema,
  /** Whose it was. */
  side: z.enum(['mine', 'theirs']),
  /** Null: it had been removed there. */
  value: z.unknown(),
  /** What stood in its place then; null: nothing. */
  kept: z.unknown(),
});
export type SetAsideItem = z.infer<typeof setAsideItemSchema>;

/** What loses by these choices. Where both stay, nothing does. */
export function setAsideBy(conflicts: readonly MergeConflict[], choices: Choices): SetAsideItem[] {
  return conflicts.flatMap((conflict): SetAsideItem[] => {
    const choice = choiceFor(conflict, choices);
    // As two layers, all of both stays.
    if (choice === undefined || (choice.keep === 'both' && (conflict.bothPossible || choice.key !== conflict.key))) return [];
    const [kept, lost] = choice.keep === 'theirs' ? (['theirs', 'mine'] as const) : (['mine', 'theirs'] as const);
    if (sameJson(conflict[kept], conflict[lost])) return [];
    return [{ key: conflict.key, place: conflict.place, side: lost, value: plain(conflict[lost]), kept: plain(conflict[kept]) }];
  });
}

/** JSON knows no undefined. */
function plain(value: unknown): unknown {
  return value === undefined || canonicalJson(value) === 'null' ? null : value;
}
