import { ActionIcon } from '@mantine/core';
import { IconPin, IconPinFilled } from '@tabler/icons-react';
import type { PatientView } from '../../shared/ipc/views.ts';
import { useAction } from '../ipc/index.ts';
import { formatRoute, type Route } from '../navigation/index.ts';
import { countOf, describeBirth, describeRecordNumber, describeSex, formatDay, SafetyBadge, useNow } from '../ui/index.ts';
import classes from './PatientRow.module.css';

export type PatientRowProps = { readonly patient: PatientView } & (
  | { readonly route: Route }
  /** Null: this one cannot be chosen, for it was before. */
  | { readonly onChoose: (() => void) | null }
);

export function PatientRow(props: PatientRowProps) {
  const { patient } = props;
  const now = useNow();
  return (
    <div className={classes['row']}>
      <div className={classes['words']}>
        {'route' in props ? (
          <a className={classes['name']} href={formatRoute(props.route)} data-row-target>{patient.name}</a>
        ) : (
          <button type="button" className={classes['name']} disabled={props.onChoose === null} onClick={() => props.onChoose?.()} data-row-target>{patient.name}</button>
        )}
        <span className={classes['facts']}>
          <span>{describeBirth(patient, now)}</span>
          <span>{describeSex(patient)}</span>
          <span>{describeRecordNumber(patient)}</span>
          {patient.safety === null ? null : <SafetyBadge safety={patient.safety} />}
        </span>
        <span className={classes['media']}>
          <span>{patient.mediaCount === 0 ? 'No pictures' : countOf(patient.mediaCount, 'picture')}</span>
          <span className={classes['newest']}>{patient.newestMediaAt === null ? '' : `newest ${formatDay(patient.newestMediaAt)}`}</span>
        </span>
      </div>
      {'route' in props ? <Pin patient={patient} /> : null}
    </div>
  );
}

function Pin({ patient }: { readonly patient: PatientView }) {
  const pin = useAction('patients.pin');
  return (
    <ActionIcon
      className={classes['pin'] ?? ''} variant="subtle" color="gray" size={36} aria-label={patient.pinned ? `Unpin ${patient.name}` : `Pin ${patient.name}`}
      title={patient.pinned ? 'Unpin' : 'Pin: keep on this computer'} onClick={() => pin.mutate({ patientId: patient.id, pinned: !patient.pinned })}
    >
      {patient.pinned ? <IconPinFilled size={18} aria-hidden className={classes['pinned']} /> : <IconPin size={18} stroke={1.6} aria-hidden />}
    </ActionIcon>
  );
}
