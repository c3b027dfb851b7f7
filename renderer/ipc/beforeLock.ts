interface InHand {
  readonly save: () => Promise<unknown>;
  readonly isSaved: () => boolean;
}

/** What is in hand and not on disk yet: saved before Lightbox is locked or its window closes, for afterwards nothing can be written. */
const inHand = new Set<InHand>();

/** @returns a function that ends it. */
export function saveBeforeLock(save: () => Promise<unknown>, isSaved: () => boolean): () => void {
  const item = { save, isSaved };
  inHand.add(item);
  return () => inHand.delete(item);
}

/** Resolves when all are done, whatever came of them: a failed save must not keep the data open. */
export async function saveWhatIsInHand(): Promise<void> {
  await Promise.allSettled([...inHand].map(({ save }) => save()));
}

/** How many of them are not on disk. */
export function unsavedInHand(): number {
  return [...inHand].filter(({ isSaved }) => !isSaved()).length;
}
