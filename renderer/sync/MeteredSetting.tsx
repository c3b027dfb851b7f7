import { NativeSelect, Switch } from '@mantine/core';
import { useId } from 'react';
import type { SyncStatus } from '../../shared/ipc/views.ts';
import { formatBytes } from '../ui/index.ts';
import type { useAction } from '../ipc/index.ts';
import classes from './MeteredSetting.module.css';

const sizes: readonly number[] = [1e6, 2e6, 5e6, 10e6, 20e6, 50e6, 100e6];

/** Whether bytes cost here. No operating system tells that of every connection, hence a person does. */
export function MeteredSetting({ status, pause }: { readonly status: SyncStatus; readonly pause: ReturnType<typeof useAction<'sync.pause'>> }) {
  const nameId = useId();
  const { metered, largeBytes } = status.pause;
  const offered = [...new Set([...sizes, largeBytes])].toSorted((a, b) => a - b);
  return (
    <div className={classes['setting']}>
      <Switch label="This is a metered connection: send notes, hold large files back" checked={metered} onChange={(event) => pause.mutate({ metered: event.currentTarget.checked })} />
      <div className={classes['size']}>
        <span id={nameId}>Large is over</span>
        <NativeSelect
          size="xs" aria-labelledby={nameId} disabled={!metered} value={String(largeBytes)} data={offered.map((bytes) => ({ value: String(bytes), label: formatBytes(bytes) }))}
          onChange={(event) => pause.mutate({ largeBytes: Number(event.currentTarget.value) })}
        />
      </div>
    </div>
  );
}
