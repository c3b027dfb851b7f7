import { sameJson } from './canonicalJson.ts';
import { choiceFor, type Choices, type ConflictPlace, type MergeChoice, type MergeConflict } from './mergeConflict.ts';

/** The three states of one thing; undefined: absent. */
export interface Sides<Value> {
  readonly base: Value | undefined;
  readonly mine: Value | undefined;
  readonly theirs: Value | undefined;
}

/** The side that changed; both when they changed differently. */
export function changedSide<Value>(
  { base, mine, theirs }: Sides<Value>, same: (left: Value | undefined, right: Value | undefined) => boolean = sameJson,
): 'mine' | 'theirs' | 'both' {
  if (same(mine, theirs) || same(base, mine)) return 'theirs';
  return same(base, theirs) ? 'mine' : 'both';
}

/** Gathers what both sides changed, and answers which side holds there: mine, until a person chose. */
export class Contest {
  readonly conflicts: MergeConflict[] = [];
  readonly choices: Choices;

  constructor(choices: Choices) {
    this.choices = choices;
  }

  /** @param bothPossible only counts where both sides have it. */
  choice<Value>(key: string, place: ConflictPlace, sides: Sides<Value>, bothPossible = false): MergeChoice {
    const conflict: MergeConflict = { key, place, ...sides, bothPossible: bothPossible && sides.mine !== undefined && sides.theirs !== undefined };
    this.conflicts.push(conflict);
    const choice = choiceFor(conflict, this.choices);
    return choice === undefined || (choice.keep === 'both' && !conflict.bothPossible) ? { key, keep: 'mine' } : choice;
  }

  /** For what cannot stand twice. */
  settle<Value>(key: string, place: ConflictPlace, sides: Sides<Value>): Value | undefined {
    return this.choice(key, place, sides).keep === 'theirs' ? sides.theirs : sides.mine;
  }

  /** The value of the side that changed; a conflict where both did. */
  value<Value>(key: string, place: ConflictPlace, sides: Sides<Value>, same?: (left: Value | undefined, right: Value | undefined) => boolean): Value | undefined {
    const changed = changedSide(sides, same);
    return changed === 'both' ? this.settle(key, place, sides) : sides[changed];
  }
}
