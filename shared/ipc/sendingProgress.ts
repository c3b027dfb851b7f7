import type { SendingView, SyncEntryView } from './views.ts';

/** How far everything that is being sent is, together. */
export interface SendingProgress {
  /** Files of it that the chart has, and all of it. */
  readonly doneFiles: number;
  readonly files: number;
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** At the rate so far; null until there is one. */
  readonly millisecondsLeft: number | null;
}

/**
 * What still has to be sent and is not held back, with what went since the oldest of it was recorded: two hundred pictures taken offline stay one
 * job until the last of them is sent. @returns null when no file waits to be sent.
 */
export function sendingProgress(entries: readonly SyncEntryView[], sending: SendingView): SendingProgress | null {
  const waiting = entries.filter(({ bytesToSend, hold, state }) => bytesToSend > 0 && hold === null && (state === 'pending' || state === 'sending' || state === 'blocked'));
  if (waiting.length === 0) return null;
  const began = Math.min(...waiting.map(({ recordedAt }) => recordedAt));
  const isGone = ({ state, settledAt }: SyncEntryView) => (state === 'confirmed' ? (settledAt ?? 0) >= began : state !== 'parked' && state !== 'conflict');
  const gone = entries.filter((entry) => (entry.sizeBytes ?? 0) > 0 && entry.bytesToSend === 0 && isGone(entry));
  const sum = (some: readonly SyncEntryView[], bytes: (entry: SyncEntryView) => number) => some.reduce((total, entry) => total + bytes(entry), 0);
  const sizeOf = (entry: SyncEntryView) => entry.sizeBytes ?? 0;
  const doneOf = new Map(sending.files.map(({ mediaId, doneBytes }) => [mediaId, doneBytes]));
  const underWay = sum(waiting, (entry) => Math.min(sizeOf(entry), doneOf.get(entry.resourceId) ?? 0));
  const [doneBytes, totalBytes] = [sum(gone, sizeOf) + underWay, sum([...gone, ...waiting], sizeOf)];
  return {
    doneFiles: gone.length,
    files: gone.length + waiting.length,
    doneBytes,
    totalBytes,
    millisecondsLeft: sending.bytesPerSecond === null || doneBytes >= totalBytes ? null : Math.round(((totalBytes - doneBytes) / sending.bytesPerSecond) * 1000),
  };
}
