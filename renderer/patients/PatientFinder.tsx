import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearchOff, IconUsers } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { PatientView } from '../../shared/ipc/views.ts';
import { useAnswer } from '../ipc/index.ts';
import { navigate, type Route } from '../navigation/index.ts';
import { countOf, EmptyState, FailureMessage, RowList, RowSkeletons, SearchField, useEnterWhenAnswered, type RowListHandle } from '../ui/index.ts';
import classes from './PatientFinder.module.css';
import { PatientRow } from './PatientRow.tsx';

type Row = { readonly kind: 'heading'; readonly label: string } | { readonly kind: 'patient'; readonly patient: PatientView };

/** Found patients as they come; without a search the pinned ones first, then everybody, recently used first. */
function rowsOf(patients: readonly PatientView[], searching: boolean): readonly Row[] {
  const rows = (some: readonly PatientView[]) => some.map((patient): Row => ({ kind: 'patient', patient }));
  const pinned = patients.filter((patient) => patient.pinned);
  if (searching || pinned.length === 0) return rows(patients);
  const others = rows(patients.filter((patient) => !patient.pinned));
  return [{ kind: 'heading', label: 'Pinned' }, ...rows(pinned), ...(others.length === 0 ? [] : [{ kind: 'heading', label: 'Recent' } as const, ...others])];
}

export type PatientFinderProps =
  | { readonly routeTo: (patient: PatientView) => Route }
  /** Somebody is chosen without going there; `except` cannot be. */
  | { readonly onChoose: (patient: PatientView) => void; readonly except: string | null };

/** As many are asked for at first: while a first pull brings thousands, the window is not brought all of them again and again. */
const fewest = 200;

/** Search, and the list it narrows: type, arrow down, Enter. */
export function PatientFinder(props: PatientFinderProps) {
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query.trim(), 150);
  const [first, setFirst] = useState(fewest);
  const patients = useAnswer('patients.list', { query: asked, first }, { keepPrevious: true });
  const listed = patients.data?.length ?? 0;
  // What stands there until more are here was asked for as fewer, and is as many as were asked for.
  const mayBeMore = patients.isPlaceholderData ? listed > 0 && listed % fewest === 0 : listed >= first;
  const list = useRef<RowListHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const found = patients.data ?? [];
  const openFirst = useEnterWhenAnswered(query.trim(), patients.data !== undefined && !patients.isPlaceholderData && asked === query.trim(), () => {
    const first = found.find(({ id }) => !('except' in props && props.except === id));
    if (first === undefined) return;
    if ('routeTo' in props) navigate(props.routeTo(first));
    else props.onChoose(first);
  });

  return (
    <>
      <div className={classes['search']}>
        <SearchField ref={search} label="Search patients" placeholder="Name, MRN or birth date" value={query} onChange={setQuery} onDown={() => list.current?.focusFirst()} onEnter={openFirst} />
        <Text size="sm" c="dimmed" role="status">{patients.data === undefined ? '' : mayBeMore ? `More than ${countOf(listed - 1, 'patient')}` : countOf(listed, 'patient')}</Text>
      </div>
      {patients.error === null ? null : <div className={classes['inset']}><FailureMessage failure={patients.error.failure} onRetry={() => void patients.refetch()} /></div>}
      {patients.isPending ? <div className={classes['inset']}><RowSkeletons /></div> : null}
      {patients.data !== undefined && found.length === 0 ? (
        asked === ''
          ? <EmptyState icon={IconUsers} title="No patients yet">They appear here as soon as the first sync with the chart has brought them.</EmptyState>
          : <EmptyState icon={IconSearchOff} title="Nobody found">No patient on this computer matches “{asked}”. Try part of the name, the MRN or the birth date as 1961-03-12.</EmptyState>
      ) : null}
      {found.length === 0 ? null : (
        <RowList
          ref={list}
          label="Patients"
          rows={rowsOf(found, asked !== '')}
          rowKey={(row) => (row.kind === 'heading' ? row.label : row.patient.id)}
          estimate={(row) => (row.kind === 'heading' ? 40 : 60)}
          takesFocus={(row) => row.kind === 'patient' && !('except' in props && props.except === row.patient.id)}
          onLeaveTop={() => search.current?.focus()}
          onNearEnd={() => listed >= first && setFirst(2 * first)}
          render={(row) => (row.kind === 'heading'
            ? <h2 className={classes['heading']}>{row.label}</h2>
            : 'routeTo' in props
              ? <PatientRow patient={row.patient} route={props.routeTo(row.patient)} />
              : <PatientRow patient={row.patient} onChoose={row.patient.id === props.except ? null : () => props.onChoose(row.patient)} />)}
        />
      )}
    </>
  );
}
