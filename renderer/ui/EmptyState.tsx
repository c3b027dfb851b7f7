import { Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

export interface EmptyStateProps {
  readonly icon: Icon;
  readonly title: string;
  /** What would be here. */
  readonly children: ReactNode;
  /** The one action that fills it. */
  readonly action?: ReactNode;
}

export function EmptyState({ icon: Sign, title, children, action }: EmptyStateProps) {
  return (
    <div className={classes['empty']}>
      <span className={classes['sign']}><Sign size={28} stroke={1.5} aria-hidden /></span>
      <Text fw={600}>{title}</Text>
      <Text size="sm" c="dimmed" maw={420}>{children}</Text>
      {action === undefined ? null : <div className={classes['action']}>{action}</div>}
    </div>
  );
}
