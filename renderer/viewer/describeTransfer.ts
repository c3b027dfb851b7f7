import type { TransferView } from '../../shared/ipc/views.ts';
import { formatBytes } from '../ui/index.ts';

/** "12 MB of 100 MB, 8 s left"; without what nobody knows. */
export function describeTransfer({ doneBytes, totalBytes, millisecondsLeft }: TransferView): string {
  const amount = totalBytes === null ? formatBytes(doneBytes) : `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`;
  return millisecondsLeft === null ? amount : `${amount}, ${timeLeft(millisecondsLeft / 1000)}`;
}

/** Rounded as far as it can be foretold. */
function timeLeft(seconds: number): string {
  if (seconds < 60) return `${String(Math.max(1, Math.ceil(seconds)))} s left`;
  return seconds < 3600 ? `${String(Math.ceil(seconds / 60))} min left` : `${String(Math.ceil(seconds / 3600))} h left`;
}
