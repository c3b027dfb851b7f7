import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './ScreenHeader.module.css';

/** Title, one line of what is here, and the controls of the screen. */
export function ScreenHeader({ title, lead, children }: { readonly title: string; readonly lead?: ReactNode; readonly children?: ReactNode }) {
  return (
    <header className={classes['header']}>
      <div className={classes['words']}>
        <Text component="h1" className={classes['title']}>{title}</Text>
        {lead === undefined ? null : <Text size="sm" c="dimmed">{lead}</Text>}
      </div>
      {children}
    </header>
  );
}
