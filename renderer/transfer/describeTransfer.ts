import type { TransferView } from '../../shared/ipc/views.ts';
import { formatBytes, formatTimeLeft } from '../ui/index.ts';

/** "12 MB of 100 MB, 8 s left"; without what nobody knows. */
export function describeTransfer({ doneBytes, totalBytes, millisecondsLeft }: TransferView): string {
  const amount = totalBytes === null ? formatBytes(doneBytes) : `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`;
  return millisecondsLeft === null ? amount : `${amount}, ${formatTimeLeft(millisecondsLeft)}`;
}
