import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { waitingCount } from '../../shared/ipc/syncGroups.ts';
import type { SyncStatus } from '../../shared/ipc/views.ts';
import { useAnswer } from '../ipc/index.ts';
import { SignInAgain } from '../session/index.ts';
import { countOf, describeLoss, FailureMessage, formatInstant, useNow } from '../ui/index.ts';
import { describeLink } from './describeLink.ts';
import classes from './LinkState.module.css';

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return <div className={classes['figure']}><dt>{label}</dt><dd>{value}</dd></div>;
}

/** How things stand with the chart, in a sentence and in figures; `children` are what goes over it right now, and how. */
export function LinkState({ status, children }: { readonly status: SyncStatus; readonly children: ReactNode }) {
  const { sentence, tone } = describeLink(status);
  const now = useNow();
  const losses = useAnswer('connection.losses', undefined).data ?? [];
  // The sentence already says that nothing answers, or that a sign-in is needed; any other reason is worth its own words.
  const reason = status.failure === null || status.failure.code === 'server.unreachable' || status.link === 'signed-out' ? null : status.failure;
  return (
    <section className={classes['state']} aria-label="Connection">
      <div className={classes['sentence']} data-tone={tone} role="status">
        <i aria-hidden />
        <Text size="sm" fw={500}>{sentence}</Text>
      </div>
      <dl className={classes['figures']}>
        <Figure label="Patients here" value={status.patients.toLocaleString('en')} />
        <Figure label="Pictures here" value={status.media.toLocaleString('en')} />
        <Figure label="Waiting to be sent" value={countOf(waitingCount(status), 'change')} />
        <Figure label="Files still to fetch" value={status.contentMissing.toLocaleString('en')} />
        <Figure label="Last pulled" value={status.lastPullAt === null ? 'never' : formatInstant(status.lastPullAt, now)} />
        {status.nextAttemptAt === null ? null : <Figure label="Next try" value={formatInstant(status.nextAttemptAt, now)} />}
      </dl>
      {children}
      {losses.length === 0 ? null : (
        <Text size="sm" c="dimmed">This chart does not keep: {losses.map(describeLoss).join('; ')}. It stays on this computer.</Text>
      )}
      {status.link === 'signed-out' ? <SignInAgain /> : null}
      {reason === null ? null : <FailureMessage failure={reason} compact />}
    </section>
  );
}
