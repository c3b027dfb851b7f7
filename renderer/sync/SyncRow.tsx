import { Anchor, Button, Group, Progress, Text } from '@mantine/core';
import type { SyncEntryView } from '../../shared/ipc/views.ts';
import { useAction, useAnswer } from '../ipc/index.ts';
import { formatRoute } from '../navigation/index.ts';
import { describeTransfer, useSentShare, useStillMoving } from '../transfer/index.ts';
import { FailureMessage, formatBytes, formatInstant, SafetyBadge, useNow } from '../ui/index.ts';
import { EntryActions } from './EntryActions.tsx';
import { safetyOf } from './safetyOf.ts';
import classes from './SyncRow.module.css';

/** What was registered here is made only. */
const registrationWords = { Patient: 'New patient', Encounter: 'New visit' } as const;

const operationWords = { create: 'New picture', update: 'Changed notes or drawings', delete: 'Deletion' } as const satisfies Record<SyncEntryView['operation'], string>;

const holdWords = { person: 'held back by you', large: 'waits: large, on a metered connection' } as const satisfies Record<NonNullable<SyncEntryView['hold']>, string>;

function timing(entry: SyncEntryView, now: number): string {
  if (entry.settledAt !== null) return `done ${formatInstant(entry.settledAt, now)}`;
  if (entry.hold !== null) return holdWords[entry.hold];
  if (entry.state === 'blocked') return 'waits for something else made here to be sent first';
  if (entry.nextAttemptAt !== null && entry.nextAttemptAt > now && entry.attempts > 0) return `next try ${formatInstant(entry.nextAttemptAt, now)}`;
  return `since ${formatInstant(entry.recordedAt, now)}`;
}

/** What a person can decide about an entry that waits for one. */
function Decisions({ entry }: { readonly entry: SyncEntryView }) {
  const retry = useAction('sync.retry');
  return (
    <div className={classes['decisions']}>
      {entry.failure === null ? null : <FailureMessage failure={entry.failure} compact />}
      {retry.error === null ? null : <FailureMessage failure={retry.error.failure} compact />}
      <Group gap="sm">
        {entry.resourceType === 'Patient' && entry.patient !== null
          ? <Button size="xs" component="a" href={routeOf(entry)}>Say who it is</Button>
          : null}
        {entry.resourceType === 'Encounter' ? <LeaveOut entry={entry} /> : null}
        {entry.state === 'conflict'
          ? entry.resourceType === 'Media' && <Button size="xs" component="a" href={formatRoute({ screen: 'conflict', mediaId: entry.resourceId })}>Look at both sides</Button>
          : <Button size="xs" variant="default" loading={retry.isPending} onClick={() => retry.mutate({ sequence: entry.sequence })}>Try again</Button>}
      </Group>
    </div>
  );
}

/** Where it is looked at: a picture in the viewer, what was registered on its patient's screen. */
function routeOf({ resourceType, resourceId, patient }: SyncEntryView): string {
  if (resourceType === 'Media') return formatRoute({ screen: 'viewer', mediaId: resourceId });
  return formatRoute(patient === null ? { screen: 'patients' } : { screen: 'patient', patientId: patient.id });
}

function LeaveOut({ entry }: { readonly entry: SyncEntryView }) {
  const drop = useAction('visits.drop');
  return (
    <>
      {drop.error === null ? null : <FailureMessage failure={drop.error.failure} compact />}
      <Button size="xs" variant="default" loading={drop.isPending} onClick={() => drop.mutate({ visitId: entry.resourceId })}>Send the pictures without it</Button>
    </>
  );
}

/** The bytes of one file: how many of how many, and how long it takes. */
function FileProgress({ entry, share }: { readonly entry: SyncEntryView; readonly share: number }) {
  const transfer = useAnswer('media.transfer', { mediaId: entry.resourceId });
  const moving = useStillMoving(transfer.dataUpdatedAt);
  const running = transfer.data?.running ?? null;
  return (
    <div className={classes['progress']}>
      {running === null ? null : <Text size="xs" c="dimmed">{describeTransfer(moving ? running : { ...running, millisecondsLeft: null })}</Text>}
      <Progress size={4} value={share * 100} aria-label={`Sending ${entry.title}`} transitionDuration={100} />
    </div>
  );
}

export function SyncRow({ entry, onExport }: { readonly entry: SyncEntryView; readonly onExport: (sequence: number) => void }) {
  const now = useNow();
  const sending = entry.state === 'sending';
  const share = useSentShare(entry.resourceId, sending) ?? entry.progress;
  const needsPerson = entry.state === 'parked' || entry.state === 'conflict';
  const facts = [
    entry.resourceType === 'Media' ? operationWords[entry.operation] : registrationWords[entry.resourceType], entry.sizeBytes === null ? null : formatBytes(entry.sizeBytes),
    timing(entry, now), entry.attempts > 1 ? `${String(entry.attempts)} tries` : null,
  ];
  return (
    <article className={classes['row']} aria-label={entry.title}>
      <div className={classes['line']}>
        <div className={classes['words']}>
          <div className={classes['names']}>
            <Anchor size="sm" fw={500} c="inherit" truncate title={entry.title} href={routeOf(entry)} data-row-target>{entry.title}</Anchor>
            {/* Whose it is, is never cut off for what it is. */}
            <Text size="sm" c="dimmed" className={classes['patient']}>{entry.patient?.name ?? 'No patient'}</Text>
          </div>
          <Text size="xs" c="dimmed" className={classes['facts']}>{facts.filter((fact) => fact !== null).join(' · ')}</Text>
        </div>
        <div className={classes['side']}>
          <SafetyBadge safety={safetyOf({ ...entry, progress: share })} />
          <EntryActions entry={entry} onExport={onExport} />
        </div>
      </div>
      {sending && share !== null ? <FileProgress entry={entry} share={share} /> : null}
      {needsPerson ? <Decisions entry={entry} /> : null}
    </article>
  );
}
