import { sameJson } from './canonicalJson.ts';

/**
 * Three-way merge of lists whose items have an identity: additions of both sides are kept, a removal counts unless the other side changed
 * the item, an item changed on both sides differently is a conflict (mine is kept). Their order first, then what only mine has.
 */
export function mergeKeyed<Item>(
  base: readonly Item[], mine: readonly Item[], theirs: readonly Item[], identityOf: (item: Item) => string,
): { readonly items: readonly Item[]; readonly conflict: boolean } {
  if (sameJson(base, theirs) || sameJson(mine, theirs)) return { items: mine, conflict: false };
  if (sameJson(base, mine)) return { items: theirs, conflict: false };
  const [baseByKey, mineByKey, theirsByKey] = [base, mine, theirs].map((items) => keyed(items, identityOf)) as [Keyed<Item>, Keyed<Item>, Keyed<Item>];
  const items: Item[] = [];
  let conflict = false;
  for (const key of new Set([...theirsByKey.keys(), ...mineByKey.keys()])) {
    const choice = chooseSide(baseByKey.get(key), mineByKey.get(key), theirsByKey.get(key), sameJson);
    conflict ||= choice.conflict;
    if (choice.value !== undefined) items.push(choice.value);
  }
  return { items, conflict };
}

/** The side that changed; when both did, differently: mine, and a conflict. Undefined is "absent". */
export function chooseSide<Value>(
  base: Value | undefined, mine: Value | undefined, theirs: Value | undefined, same: (left: Value | undefined, right: Value | undefined) => boolean,
): { readonly value: Value | undefined; readonly conflict: boolean } {
  if (same(mine, theirs) || same(base, mine)) return { value: theirs, conflict: false };
  return { value: mine, conflict: !same(base, theirs) };
}

type Keyed<Item> = ReadonlyMap<string, Item>;

/** Items of equal identity stay apart: the second one is "identity 2". */
function keyed<Item>(items: readonly Item[], identityOf: (item: Item) => string): Keyed<Item> {
  const byKey = new Map<string, Item>();
  for (const item of items) {
    const identity = identityOf(item);
    let key = identity;
    for (let count = 2; byKey.has(key); count += 1) key = `${identity} ${String(count)}`;
    byKey.set(key, item);
  }
  return byKey;
}
