/** What is in hand and not on disk yet: saved before Lightbox is locked, for afterwards nothing can be written. */
const savers = new Set<() => Promise<unknown>>();

/** @returns a function that ends it. */
export function saveBeforeLock(save: () => Promise<unknown>): () => void {
  savers.add(save);
  return () => savers.delete(save);
}

/** Resolves when all are done, whatever came of them: a failed save must not keep the data open. */
export async function saveWhatIsInHand(): Promise<void> {
  await Promise.allSettled([...savers].map((save) => save()));
}
