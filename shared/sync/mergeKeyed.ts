import { canonicalJson, sameJson } from './canonicalJson.ts';
import { changedSide, type Sides } from './contest.ts';

/**
 * Three-way merge of lists whose items have an identity: additions of both sides are kept, a removal counts unless the other side changed
 * the item, and what both changed differently is for `contested` to say. Their order first, then what only mine has.
 */
export function mergeKeyed<Item>(
  lists: Sides<readonly Item[]>, identityOf: (item: Item) => string, contested: (identity: string, item: Sides<Item>) => readonly Item[],
): readonly Item[] {
  const { base = [], mine = [], theirs = [] } = lists;
  if (sameJson(base, theirs) || sameJson(mine, theirs)) return mine;
  if (sameJson(base, mine)) return theirs;
  const keyOf = singled([base, mine, theirs], identityOf);
  const [baseByKey, mineByKey, theirsByKey] = [base, mine, theirs].map((items) => keyed(items, keyOf)) as [Keyed<Item>, Keyed<Item>, Keyed<Item>];
  return [...new Set([...theirsByKey.keys(), ...mineByKey.keys()])].flatMap((key) => {
    const sides: Sides<Item> = { base: baseByKey.get(key), mine: mineByKey.get(key), theirs: theirsByKey.get(key) };
    const changed = changedSide(sides);
    if (changed === 'both') return contested(key, sides);
    const value = sides[changed];
    return value === undefined ? [] : [value];
  });
}

type Keyed<Item> = ReadonlyMap<string, Item>;

/** Where one list has an identity twice, nobody can say which of the two became which: there an item is what it says. */
function singled<Item>(lists: readonly (readonly Item[])[], identityOf: (item: Item) => string): (item: Item) => string {
  const ambiguous = new Set<string>();
  for (const items of lists) {
    const seen = new Set<string>();
    for (const item of items) {
      const identity = identityOf(item);
      if (seen.has(identity)) ambiguous.add(identity);
      seen.add(identity);
    }
  }
  return (item) => {
    const identity = identityOf(item);
    return ambiguous.has(identity) ? canonicalJson([identity, item]) : identity;
  };
}

/** Equal items stay as many as they are: the second one is "key 2". */
function keyed<Item>(items: readonly Item[], keyOf: (item: Item) => string): Keyed<Item> {
  const byKey = new Map<string, Item>();
  for (const item of items) {
    const once = keyOf(item);
    let key = once;
    for (let count = 2; byKey.has(key); count += 1) key = `${once} ${String(count)}`;
    byKey.set(key, item);
  }
  return byKey;
}
