import { Button, Progress, VisuallyHidden } from '@mantine/core';
import { IconCloudDown } from '@tabler/icons-react';
import { useAction, useAnswer } from '../ipc/index.ts';
import { EmptyState, FailureMessage, formatBytes } from '../ui/index.ts';
import { describeTransfer, useStillMoving } from '../transfer/index.ts';
import classes from './FetchContent.module.css';

/** The Media is known, its bytes are not here yet; or they are on their way, begun here or by themselves. */
export function FetchContent({ mediaId, onFetched }: { readonly mediaId: string; readonly onFetched?: () => void }) {
  const fetchContent = useAction('media.fetchContent');
  const cancelFetch = useAction('media.cancelFetch');
  const { data: transfer, dataUpdatedAt } = useAnswer('media.transfer', { mediaId });
  const moving = useStillMoving(dataUpdatedAt);
  const start = () => fetchContent.mutate({ mediaId }, { onSuccess: () => onFetched?.() });
  const running = transfer?.running ?? null;
  const kept = transfer?.keptBytes ?? 0;
  const failure = fetchContent.isPending ? null : (fetchContent.error?.failure ?? transfer?.failure ?? null);
  const cancelled = failure?.code === 'local.cancelled';

  if (running !== null) {
    return (
      <div className={classes['late']}>
        <EmptyState
          icon={IconCloudDown} title="Fetching it from the chart"
          action={<Button size="md" variant="default" loading={cancelFetch.isPending} onClick={() => cancelFetch.mutate({ mediaId })}>Cancel</Button>}
        >
          <span className={classes['amount']}>{describeTransfer(moving ? running : { ...running, millisecondsLeft: null })}</span>
          {running.totalBytes === null || running.totalBytes === 0 ? null : (
            <Progress
              component="span" className={classes['bar']} size={6} transitionDuration={100} aria-label="Fetched"
              value={(running.doneBytes / running.totalBytes) * 100}
            />
          )}
        </EmptyState>
      </div>
    );
  }
  return (
    <div>
      <EmptyState
        icon={IconCloudDown} title={cancelled ? 'Cancelled' : 'Not on this computer yet'}
        action={<Button size="md" loading={fetchContent.isPending} onClick={start}>{kept > 0 ? 'Go on fetching' : 'Fetch it from the chart'}</Button>}
      >
        {kept > 0 ? `${formatBytes(kept)} of it are here and kept; they are not fetched again.` : 'The chart holds this picture; its bytes have not been fetched.'}{' '}
        Everything else about it is in the panel.
      </EmptyState>
      {failure === null || cancelled ? null : <FailureMessage failure={failure} onRetry={start} />}
      <VisuallyHidden role="status">{cancelled ? 'Cancelled' : ''}</VisuallyHidden>
    </div>
  );
}
