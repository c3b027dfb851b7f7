import { ActionIcon, Tooltip } from '@mantine/core';
import { IconFolderShare, IconPlayerPause, IconPlayerPlay, IconReload, type Icon } from '@tabler/icons-react';
import type { SyncEntryView } from '../../shared/ipc/views.ts';
import { useAction, useAnswer } from '../ipc/index.ts';
import { FailureMessage } from '../ui/index.ts';
import classes from './EntryActions.module.css';

interface Act {
  readonly word: string;
  readonly icon: Icon;
  readonly busy: boolean;
  readonly run: () => void;
}

/** What a person can do with any one entry: hold it back or let it go, try it again at once, take a copy out. Left and right arrows lead through them. */
export function EntryActions({ entry, onExport }: { readonly entry: SyncEntryView; readonly onExport: (sequence: number) => void }) {
  const hold = useAction('sync.hold');
  const retry = useAction('sync.retry');
  const { sequence, state, hold: held } = entry;
  const status = useAnswer('sync.status', undefined).data;
  const sends = status?.link === 'online' || status?.link === 'unreachable';
  const resting = !sends || status.pause.paused;
  const failed = hold.error ?? retry.error;
  const waits = state === 'pending' || state === 'sending' || state === 'accepted' || state === 'blocked';
  const letGo = () => hold.mutate({ sequence, hold: false });
  const acts: readonly Act[] = [
    ...(waits && held === null ? [{ word: 'Hold back', icon: IconPlayerPause, busy: hold.isPending, run: () => hold.mutate({ sequence, hold: true }) }] : []),
    ...(waits && held !== null ? [{ word: held === 'large' ? 'Send it although it is large' : 'Let it go', icon: IconPlayerPlay, busy: hold.isPending, run: letGo }] : []),
    ...(!resting && held === null && (state === 'pending' || state === 'accepted') ? [{ word: 'Try now', icon: IconReload, busy: retry.isPending, run: () => retry.mutate({ sequence }) }] : []),
    { word: 'Export a copy', icon: IconFolderShare, busy: false, run: () => onExport(sequence) },
  ];
  return (
    <div className={classes['actions']}>
      {failed === null ? null : <FailureMessage failure={failed.failure} compact />}
      {acts.map(({ word, icon: Sign, busy, run }) => (
        <Tooltip key={word} label={word} openDelay={400}>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={`${word}: ${entry.title}`} loading={busy} onClick={run} data-row-target>
            <Sign size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}
