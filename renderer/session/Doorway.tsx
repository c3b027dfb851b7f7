import { Text } from '@mantine/core';
import { IconPhotoScan } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Doorway.module.css';

export interface DoorwayProps {
  readonly title: string;
  readonly lead: ReactNode;
  readonly children: ReactNode;
  /** Small print under the card. */
  readonly foot?: ReactNode;
  readonly wide?: boolean;
}

/** The frame of every screen before the patients: one card in the middle. */
export function Doorway({ title, lead, children, foot, wide = false }: DoorwayProps) {
  return (
    <main className={classes['ground']}>
      <div className={classes['column']} data-wide={wide || undefined}>
        <div className={classes['brand']}>
          <span className={classes['mark']}><IconPhotoScan size={20} stroke={1.8} aria-hidden /></span>
          <Text fw={650} size="md">Lightbox</Text>
        </div>
        <section className={classes['card']}>
          <Text component="h1" className={classes['title']}>{title}</Text>
          <Text c="dimmed" size="sm" mb="lg">{lead}</Text>
          {children}
        </section>
        {foot === undefined ? null : <Text size="xs" c="dimmed" className={classes['foot']}>{foot}</Text>}
      </div>
    </main>
  );
}
