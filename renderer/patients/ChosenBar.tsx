import { Button, Text } from '@mantine/core';
import { IconColumns2 } from '@tabler/icons-react';
import { mostCompared } from '../navigation/index.ts';
import { countOf } from '../ui/index.ts';
import classes from './ChosenBar.module.css';

export interface ChosenBarProps {
  readonly count: number;
  readonly onCompare: () => void;
  readonly onClear: () => void;
}

/** What can be done with the pictures that are chosen. */
export function ChosenBar({ count, onCompare, onClear }: ChosenBarProps) {
  return (
    <section aria-label="Chosen pictures" className={classes['bar']}>
      <Text size="sm" role="status" flex={1}>
        <strong>{countOf(count, 'picture')} chosen.</strong> {count < 2 ? 'Choose another one to compare them.' : count < mostCompared ? `Up to ${String(mostCompared)} can be compared.` : 'More cannot be compared at once.'}
      </Text>
      <Button variant="default" onClick={onClear}>Clear</Button>
      <Button leftSection={<IconColumns2 size={18} aria-hidden />} disabled={count < 2} onClick={onCompare}>Compare</Button>
    </section>
  );
}
