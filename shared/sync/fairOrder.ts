import type { OutboxEntry } from './outboxEntry.ts';

/** An entry whose time has come, and what decides about its turn. */
export interface ReadyEntry extends OutboxEntry {
  readonly patientId: string | null;
  /** Of its file; 0 when it has none, or the chart has it already. */
  readonly bytesToSend: number;
}

/** More than this is large: it takes its time on any line. */
export const largeBytes = 1_000_000;
/** What was recorded within the same so many milliseconds is of the same age: among it, what is small goes first. */
export const sameAgeMilliseconds = 600_000;

export function isLarge({ bytesToSend }: ReadyEntry): boolean {
  return bytesToSend > largeBytes;
}

/**
 * In which order entries get their turn: one of each patient after the other, so that the five hundred photographs of one do not keep back the
 * note of another; of one patient the older ones first, of the same age the small ones.
 * @param servedAt when a patient last had a turn, as a number that grows; absent: not yet.
 */
export function fairOrder(entries: readonly ReadyEntry[], servedAt: ReadonlyMap<string | null, number>): readonly ReadyEntry[] {
  const queues = new Map<string | null, ReadyEntry[]>();
  for (const entry of entries.toSorted(beforeOfPatient)) {
    const queue = queues.get(entry.patientId);
    if (queue) queue.push(entry);
    else queues.set(entry.patientId, [entry]);
  }
  const turns = [...queues].sort(([left, [leftHead]], [right, [rightHead]]) =>
    (servedAt.get(left) ?? 0) - (servedAt.get(right) ?? 0) || (leftHead && rightHead ? beforeOfPatient(leftHead, rightHead) : 0));
  const longest = Math.max(0, ...turns.map(([, queue]) => queue.length));
  return Array.from({ length: longest }, (_, round) => turns.flatMap(([, queue]) => queue[round] ?? [])).flat();
}

function beforeOfPatient(left: ReadyEntry, right: ReadyEntry): number {
  const age = (entry: ReadyEntry) => Math.floor(entry.recordedAt / sameAgeMilliseconds);
  return age(left) - age(right) || Number(isLarge(left)) - Number(isLarge(right)) || left.sequence - right.sequence;
}
