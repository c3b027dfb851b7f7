import { IconCircleCheck } from '@tabler/icons-react';
import { groupEntries, type SyncGroup } from '../../shared/ipc/syncGroups.ts';
import type { SyncEntryView } from '../../shared/ipc/views.ts';
import { useAction, useAnswer } from '../ipc/index.ts';
import { countOf, EmptyState, FailureMessage, RowList, RowSkeletons, ScreenHeader, useNow } from '../ui/index.ts';
import { ExportNotice } from './ExportNotice.tsx';
import { LinkState } from './LinkState.tsx';
import { MeteredSetting } from './MeteredSetting.tsx';
import { SyncControls } from './SyncControls.tsx';
import { SyncRow } from './SyncRow.tsx';
import classes from './SyncScreen.module.css';
import { TotalProgress } from './TotalProgress.tsx';

type Row = { readonly kind: 'heading'; readonly group: SyncGroup; readonly count: number } | { readonly kind: 'entry'; readonly entry: SyncEntryView };

const headings = { 'needs-you': 'Needs you', 'on-its-way': 'On its way', done: 'Done today' } as const satisfies Record<SyncGroup, string>;

function rowsOf(entries: readonly SyncEntryView[], now: number): readonly Row[] {
  const groups = groupEntries(entries, new Date(now).setHours(0, 0, 0, 0));
  return (['needs-you', 'on-its-way', 'done'] as const).flatMap((group): readonly Row[] => {
    const some = groups[group];
    return some.length === 0 ? [] : [{ kind: 'heading', group, count: some.length }, ...some.map((entry): Row => ({ kind: 'entry', entry }))];
  });
}

/** What still has to reach the chart, what did, and how things stand with it. */
export function SyncScreen() {
  const now = useNow();
  const status = useAnswer('sync.status', undefined);
  const entries = useAnswer('sync.entries', undefined);
  const setOffline = useAction('sync.setOffline');
  const pause = useAction('sync.pause');
  const syncNow = useAction('sync.now');
  const exportEntries = useAction('sync.export');
  const failed = setOffline.error ?? pause.error ?? syncNow.error ?? exportEntries.error ?? status.error ?? entries.error;
  const rows = entries.data === undefined ? undefined : rowsOf(entries.data, now);

  return (
    <>
      <ScreenHeader title="Sync" lead="What you did on this computer, on its way to the chart">
        <SyncControls
          status={status.data} setOffline={setOffline} pause={pause} syncNow={syncNow} exporting={exportEntries.isPending}
          onExportAll={() => exportEntries.mutate({ sequences: null })}
        />
      </ScreenHeader>
      <div className={classes['top']}>
        {status.data === undefined ? null : (
          <LinkState status={status.data}>
            {entries.data === undefined ? null : <TotalProgress entries={entries.data} status={status.data} />}
            {status.data.link === 'not-connected' ? null : <MeteredSetting status={status.data} pause={pause} />}
          </LinkState>
        )}
        {exportEntries.data === undefined || exportEntries.data === null ? null : <ExportNotice report={exportEntries.data} onClose={exportEntries.reset} />}
        {failed === null ? null : <FailureMessage failure={failed.failure} />}
      </div>
      {rows === undefined && entries.error === null ? <div className={classes['loading']}><RowSkeletons /></div> : null}
      {rows?.length === 0 ? (
        <EmptyState icon={IconCircleCheck} title="Nothing waits">Every picture and note you add is listed here until the chart is proven to hold it.</EmptyState>
      ) : null}
      {rows === undefined || rows.length === 0 ? null : (
        <RowList
          label="Changes"
          rows={rows}
          rowKey={(row) => (row.kind === 'heading' ? row.group : String(row.entry.sequence))}
          estimate={(row) => (row.kind === 'heading' ? 44 : 68)}
          takesFocus={(row) => row.kind === 'entry'}
          render={(row) => (row.kind === 'heading'
            ? <h2 className={classes['heading']}>{headings[row.group]} <span>{countOf(row.count, 'change')}</span></h2>
            : <SyncRow entry={row.entry} onExport={(sequence) => exportEntries.mutate({ sequences: [sequence] })} />)}
        />
      )}
    </>
  );
}
