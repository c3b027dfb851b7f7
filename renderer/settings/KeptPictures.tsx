import { NativeSelect, Text } from '@mantine/core';
import { useAction, useAnswer } from '../ipc/index.ts';
import { FailureMessage, formatBytes } from '../ui/index.ts';
import { Fact } from './Section.tsx';
import classes from './SettingsScreen.module.css';

const gigabyte = 1_000_000_000;
const limits = [5, 10, 20, 50, 100, 200, 500];

/** How much of the disk the pictures take, and may take. */
export function KeptPictures() {
  const kept = useAnswer('content.kept', undefined);
  const limit = useAction('content.limit');
  if (kept.data === undefined) return null;
  const { keptBytes, limitBytes } = kept.data;
  const offered = [...new Set([...limits.map((limitInGigabytes) => limitInGigabytes * gigabyte), limitBytes])].toSorted((left, right) => left - right);
  return (
    <>
      <Fact label="Pictures kept here">{formatBytes(keptBytes)}</Fact>
      <div className={classes['row']}>
        <Text size="sm" component="label" htmlFor="kept-limit">Keep at most</Text>
        <NativeSelect
          id="kept-limit" value={String(limitBytes)} data={offered.map((bytes) => ({ value: String(bytes), label: formatBytes(bytes) }))}
          onChange={(event) => limit.mutate({ limitBytes: Number(event.currentTarget.value) }, { onSuccess: () => void kept.refetch() })}
        />
      </div>
      {limit.error === null ? null : <FailureMessage failure={limit.error.failure} />}
      <Text size="sm" c="dimmed">
        Beyond that, the pictures nobody looked at for longest make room and come again when they are opened. What is not proven to be in the chart always stays; pictures of pinned patients stay, too.
      </Text>
    </>
  );
}
