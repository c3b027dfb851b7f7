import { Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { describeFailure } from '../../shared/errors/describeFailure.ts';
import type { Failure } from '../../shared/errors/errorCode.ts';
import classes from './FailureMessage.module.css';

export interface FailureMessageProps {
  readonly failure: Failure;
  readonly onRetry?: (() => void) | undefined;
  /** More ways out than trying again. */
  readonly actions?: ReactNode;
  /** In a list row: without ground and technical detail. */
  readonly compact?: boolean;
}

/** Stands where it happened: what is wrong, what was kept, what to do; the technical detail small, for IT. */
export function FailureMessage({ failure, onRetry, actions, compact = false }: FailureMessageProps) {
  const { wrong, kept, todo } = describeFailure(failure);
  return (
    <div role="alert" className={compact ? classes['compact'] : classes['message']}>
      <IconAlertTriangle size={compact ? 16 : 20} aria-hidden className={classes['sign']} />
      <div className={classes['words']}>
        <Text size="sm" fw={600}>{wrong}</Text>
        <Text size="sm">{kept} {todo}</Text>
        {failure.fields === undefined ? null : (
          <ul className={classes['fields']}>
            {failure.fields.map((field) => <li key={`${field.path} ${field.message}`}><code>{field.path}</code> {field.message}</li>)}
          </ul>
        )}
        {compact ? null : (
          <Text size="xs" c="dimmed" className={classes['detail']}>
            For IT: {failure.code}{failure.detail === undefined ? '' : ` · ${failure.detail}`}
          </Text>
        )}
        {onRetry === undefined && actions === undefined ? null : (
          <Group gap="sm" mt="sm">
            {onRetry === undefined ? null : <Button size="xs" variant="default" onClick={onRetry}>Try again</Button>}
            {actions}
          </Group>
        )}
      </div>
    </div>
  );
}
