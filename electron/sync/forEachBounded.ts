/** Runs `work` over all items in order, at most `bound` at a time. Rejects with the first error, after those under way have ended. */
export async function forEachBounded<Item>(items: Iterable<Item>, bound: number, work: (item: Item) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (let next = iterator.next(); !next.done && !failed; next = iterator.next()) {
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: bound }, worker));
  const rejected = ended.find((end) => end.status === 'rejected');
  if (rejected) throw rejected.reason;
}
