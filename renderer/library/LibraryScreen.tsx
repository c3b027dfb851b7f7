import { Button, Chip, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconLibraryPhoto, IconSearchOff } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { MethodOutput } from '../../shared/ipc/contract.ts';
import type { MediaView, PatientView } from '../../shared/ipc/views.ts';
import { useAnswer } from '../ipc/index.ts';
import { navigate } from '../navigation/index.ts';
import { countOf, EmptyState, FailureMessage, RowList, RowSkeletons, ScreenHeader, SearchField, useEnterWhenAnswered, type RowListHandle } from '../ui/index.ts';
import classes from './LibraryScreen.module.css';
import { FoundMedia } from './FoundMedia.tsx';
import { PatientHeading } from './PatientHeading.tsx';

type Found = MethodOutput<'media.search'>;
type Row =
  | { readonly kind: 'patient'; readonly key: string; readonly patient: PatientView | null; readonly count: number }
  | { readonly kind: 'media'; readonly media: MediaView };

function rowsOf(found: Found): readonly Row[] {
  const groups = Map.groupBy(found, ({ patient }) => patient?.id ?? 'no patient');
  return [...groups].flatMap(([key, group]): readonly Row[] => [
    { kind: 'patient', key, patient: group[0]?.patient ?? null, count: group.length },
    ...group.map(({ media }): Row => ({ kind: 'media', media })),
  ]);
}

/** The most the search answers; said when it is reached. */
const limit = 200;

/** Search over everything on this computer. Words only: pictures of two patients are never on one screen. */
export function LibraryScreen() {
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query.trim(), 150);
  const [enteredInError, setEnteredInError] = useState(false);
  const search = useAnswer('media.search', { query: asked, enteredInError }, { keepPrevious: true });
  const list = useRef<RowListHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const rows = rowsOf(search.data ?? []);
  const openFirst = useEnterWhenAnswered(query.trim(), search.data !== undefined && !search.isPlaceholderData && asked === query.trim(), () => {
    const first = rows.find((row) => row.kind === 'media');
    if (first !== undefined) navigate({ screen: 'viewer', mediaId: first.media.id });
  });
  const count = search.data?.length ?? 0;

  return (
    <>
      <ScreenHeader title="Library" lead="Titles, body sites, notes and drawings of every picture on this computer" />
      <div className={classes['search']}>
        <SearchField ref={field} label="Search pictures" placeholder="Wound, left heel, follow-up …" value={query} onChange={setQuery} onDown={() => list.current?.focusFirst()} onEnter={openFirst} />
        <Text size="sm" c="dimmed" role="status">{search.data === undefined || (asked === '' && count === 0) ? '' : count >= limit ? `First ${String(limit)} pictures` : countOf(count, 'picture')}</Text>
        <Chip size="xs" ml="auto" checked={enteredInError} onChange={setEnteredInError}>Entered in error</Chip>
      </div>
      {search.error === null ? null : <div className={classes['inset']}><FailureMessage failure={search.error.failure} onRetry={() => void search.refetch()} /></div>}
      {search.isPending ? <div className={classes['inset']}><RowSkeletons /></div> : null}
      {search.data !== undefined && count === 0 ? (
        asked === ''
          ? <EmptyState icon={IconLibraryPhoto} title="Find any picture by its words">Type a part of a title, a body site, a note or a name. Results are listed by patient, in words only.</EmptyState>
          : (
            <EmptyState
              icon={IconSearchOff} title="Nothing found"
              action={enteredInError ? undefined : <Button variant="default" onClick={() => setEnteredInError(true)}>Look also among what was entered in error</Button>}
            >
              No title, body site, note or name contains “{asked}”.
            </EmptyState>
          )
      ) : null}
      {count === 0 ? null : (
        <RowList
          ref={list}
          label="Pictures found"
          rows={rows}
          rowKey={(row) => (row.kind === 'patient' ? row.key : row.media.id)}
          estimate={(row) => (row.kind === 'patient' ? 56 : 48)}
          takesFocus={(row) => row.kind === 'media'}
          onLeaveTop={() => field.current?.focus()}
          render={(row) => (row.kind === 'patient' ? <PatientHeading patient={row.patient} count={row.count} /> : <FoundMedia media={row.media} />)}
        />
      )}
    </>
  );
}
