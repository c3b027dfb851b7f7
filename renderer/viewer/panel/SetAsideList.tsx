import { Button, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { SetAsideView } from '../../../shared/ipc/conflictViews.ts';
import { canBringBack } from '../../../shared/sync/bringBack.ts';
import { describeSide, namePlace } from '../../../shared/sync/describeConflict.ts';
import { useAction, useAnswer } from '../../ipc/index.ts';
import { FailureMessage, formatInstant, useNow } from '../../ui/index.ts';
import classes from './Panel.module.css';

/** What was decided against when both sides had changed this picture: by whom, when, and a way back. */
export function SetAsideList({ mediaId }: { readonly mediaId: string }) {
  const { data: all } = useAnswer('media.setAside', { mediaId });
  if (all === undefined || all.length === 0) return null;
  return (
    <section aria-label="Set aside" className={classes['notes']}>
      <Text size="sm" fw={600} component="h2">Set aside</Text>
      <ul className={classes['plain']}>{all.map((one) => <SetAsideRow key={one.id} mediaId={mediaId} one={one} />)}</ul>
    </section>
  );
}

function SetAsideRow({ mediaId, one: { id, at, author, item, broughtBackAt } }: { readonly mediaId: string; readonly one: SetAsideView }) {
  const now = useNow();
  const queryClient = useQueryClient();
  const bringBack = useAction('media.bringBack');
  const name = namePlace({ place: item.place, value: item.value ?? item.kept });
  return (
    <li className={classes['note']}>
      <Text size="xs" c="dimmed">
        {formatInstant(at, now)}{author === '' ? '' : ` · decided by ${author}`} · {item.side === 'mine' ? 'was on this computer' : 'was in the chart'}
      </Text>
      <Text size="sm" className={classes['words']}>{name}: {describeSide({ place: item.place, value: item.value }) ?? 'removed'}</Text>
      {bringBack.error === null ? null : <FailureMessage failure={bringBack.error.failure} compact />}
      {broughtBackAt !== null ? <Text size="xs" c="dimmed">Brought back {formatInstant(broughtBackAt, now)}</Text> : canBringBack(item) ? (
        <Button
          size="xs" variant="default" mt={4} loading={bringBack.isPending} aria-label={item.place.kind === 'media' ? 'Put it back into the chart' : `Bring back ${name}`}
          onClick={() => bringBack.mutate({ mediaId, id }, { onSettled: () => void queryClient.invalidateQueries({ queryKey: ['media.setAside', { mediaId }] }) })}
        >
          {item.place.kind === 'media' ? 'Put it back into the chart' : 'Bring back'}
        </Button>
      ) : null}
    </li>
  );
}
