import { Progress, Text } from '@mantine/core';
import { sendingProgress } from '../../shared/ipc/sendingProgress.ts';
import type { SyncEntryView, SyncStatus } from '../../shared/ipc/views.ts';
import { useAnswer } from '../ipc/index.ts';
import { useStillMoving } from '../transfer/index.ts';
import { countOf, formatBytes, formatTimeLeft } from '../ui/index.ts';
import classes from './TotalProgress.module.css';

/** How far all that is being sent is: files, bytes, share and, once there is a rate, time left. Nothing where no file waits. */
export function TotalProgress({ entries, status }: { readonly entries: readonly SyncEntryView[]; readonly status: SyncStatus }) {
  const sending = useAnswer('sync.sending', undefined);
  const told = useStillMoving(sending.dataUpdatedAt);
  const total = sending.data === undefined ? null : sendingProgress(entries, sending.data);
  if (total === null) return null;
  const { doneFiles, files, doneBytes, totalBytes, millisecondsLeft } = total;
  const moving = told && status.link === 'online' && !status.pause.paused;
  const share = totalBytes === 0 ? 1 : doneBytes / totalBytes;
  const words = [
    `${String(doneFiles)} of ${countOf(files, 'file')} sent`, `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`, `${String(Math.floor(share * 100))} %`,
    ...(moving && millisecondsLeft !== null ? [formatTimeLeft(millisecondsLeft)] : []),
  ];
  return (
    <div className={classes['total']}>
      <Text size="sm" className={classes['words']}>{words.join(' · ')}</Text>
      <Progress size={6} value={share * 100} aria-label="All files" transitionDuration={100} {...(moving ? {} : { color: 'gray' })} />
    </div>
  );
}
