import { Button, Switch } from '@mantine/core';
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { groupEntries, type SyncGroup } from '../../shared/ipc/syncGroups.ts';
import type { SyncEntryView } from '../../shared/ipc/views.ts';
import { useAction, useAnswer } from '../ipc/index.ts';
import { countOf, EmptyState, FailureMessage, RowList, RowSkeletons, ScreenHeader } from '../ui/index.ts';
import { LinkState } from './LinkState.tsx';
import { SyncRow } from './SyncRow.tsx';
import classes from './SyncScreen.module.css';

type Row = { readonly kind: 'heading'; readonly group: SyncGroup; readonly count: number } | { readonly kind: 'entry'; readonly entry: SyncEntryView };

const headings = { 'needs-you': 'Needs you', 'on-its-way': 'On its way', done: 'Done' } as const satisfies Record<SyncGroup, string>;

function rowsOf(entries: readonly SyncEntryView[]): readonly Row[] {
  const groups = groupEntries(entries, new Date().setHours(0, 0, 0, 0));
  return (['needs-you', 'on-its-way', 'done'] as const).flatMap((group): readonly Row[] => {
    const some = groups[group];
    return some.length === 0 ? [] : [{ kind: 'heading', group, count: some.length }, ...some.map((entry): Row => ({ kind: 'entry', entry }))];
  });
}

/** What still has to reach the chart, what did, and how things stand with it. */
export function SyncScreen() {
  const status = useAnswer('sync.status', undefined);
  const entries = useAnswer('sync.entries', undefined);
  const setOffline = useAction('sync.setOffline');
  const syncNow = useAction('sync.now');
  const failed = setOffline.error ?? syncNow.error ?? status.error ?? entries.error;
  const chosenOffline = status.data?.link === 'offline-chosen';
  const canSync = status.data !== undefined && status.data.link !== 'not-connected' && !chosenOffline;

  return (
    <>
      <ScreenHeader title="Sync" lead="What you did on this computer, on its way to the chart">
        <div className={classes['controls']}>
          <Switch label="Work offline" checked={chosenOffline} disabled={status.data === undefined} onChange={(event) => setOffline.mutate({ offline: event.currentTarget.checked })} />
          <Button variant="default" leftSection={<IconRefresh size={18} aria-hidden />} disabled={!canSync} loading={syncNow.isPending} onClick={() => syncNow.mutate(undefined)}>
            Sync now
          </Button>
        </div>
      </ScreenHeader>
      <div className={classes['top']}>
        {status.data === undefined ? null : <LinkState status={status.data} />}
        {failed === null ? null : <FailureMessage failure={failed.failure} />}
      </div>
      {entries.data === undefined ? <div className={classes['loading']}><RowSkeletons /></div> : null}
      {entries.data?.length === 0 ? (
        <EmptyState icon={IconCircleCheck} title="Nothing waits">Every picture and note you add is listed here until the chart is proven to hold it.</EmptyState>
      ) : null}
      {entries.data === undefined || entries.data.length === 0 ? null : (
        <RowList
          label="Changes"
          rows={rowsOf(entries.data)}
          rowKey={(row) => (row.kind === 'heading' ? row.group : String(row.entry.sequence))}
          estimate={(row) => (row.kind === 'heading' ? 44 : 68)}
          takesFocus={(row) => row.kind === 'entry'}
          render={(row) => (row.kind === 'heading'
            ? <h2 className={classes['heading']}>{headings[row.group]} <span>{countOf(row.count, 'change')}</span></h2>
            : <SyncRow entry={row.entry} />)}
        />
      )}
    </>
  );
}
