import { Button, Switch } from '@mantine/core';
import { IconFolderShare, IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { needsPersonCount, waitingCount } from '../../shared/ipc/syncGroups.ts';
import type { SyncStatus } from '../../shared/ipc/views.ts';
import type { useAction } from '../ipc/index.ts';
import classes from './SyncControls.module.css';

export interface SyncControlsProps {
  /** Undefined while it is not known. */
  readonly status: SyncStatus | undefined;
  readonly setOffline: ReturnType<typeof useAction<'sync.setOffline'>>;
  readonly pause: ReturnType<typeof useAction<'sync.pause'>>;
  readonly syncNow: ReturnType<typeof useAction<'sync.now'>>;
  readonly exporting: boolean;
  readonly onExportAll: () => void;
}

/** What can be done with all of it. */
export function SyncControls({ status, setOffline, pause, syncNow, exporting, onExportAll }: SyncControlsProps) {
  const connected = status !== undefined && status.link !== 'not-connected';
  const offline = status?.link === 'offline-chosen';
  const paused = status?.pause.paused === true;
  const something = status !== undefined && needsPersonCount(status) + waitingCount(status) > 0;
  return (
    <div className={classes['controls']}>
      <Switch label="Work offline" checked={offline} disabled={!connected} onChange={(event) => setOffline.mutate({ offline: event.currentTarget.checked })} />
      <Button variant="default" leftSection={<IconFolderShare size={18} aria-hidden />} disabled={!something} loading={exporting} onClick={onExportAll}>Export all</Button>
      <Button
        variant={paused ? 'filled' : 'default'} leftSection={paused ? <IconPlayerPlay size={18} aria-hidden /> : <IconPlayerPause size={18} aria-hidden />}
        disabled={!connected} loading={pause.isPending} onClick={() => pause.mutate({ paused: !paused })}
      >
        {paused ? 'Resume' : 'Pause'}
      </Button>
      <Button variant="default" leftSection={<IconRefresh size={18} aria-hidden />} disabled={!connected || offline || paused} loading={syncNow.isPending} onClick={() => syncNow.mutate(undefined)}>
        Sync now
      </Button>
    </div>
  );
}
