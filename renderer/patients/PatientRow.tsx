import { ActionIcon } from '@mantine/core';
import { IconPin, IconPinFilled } from '@tabler/icons-react';
import type { PatientView } from '../../shared/ipc/views.ts';
import { useAction } from '../ipc/index.ts';
import { formatRoute, type Route } from '../navigation/index.ts';
import { countOf, describeBirth, describeRecordNumber, describeSex, formatDay, useNow } from '../ui/index.ts';
import classes from './PatientRow.module.css';

export function PatientRow({ patient, route }: { readonly patient: PatientView; readonly route: Route }) {
  const now = useNow();
  const pin = useAction('patients.pin');
  const pinLabel = patient.pinned ? `Unpin ${patient.name}` : `Pin ${patient.name}`;
  return (
    <div className={classes['row']}>
      <div className={classes['words']}>
        <a className={classes['name']} href={formatRoute(route)} data-row-target>{patient.name}</a>
        <span className={classes['facts']}>
          <span>{describeBirth(patient, now)}</span>
          <span>{describeSex(patient)}</span>
          <span>{describeRecordNumber(patient)}</span>
        </span>
        <span className={classes['media']}>
          <span>{patient.mediaCount === 0 ? 'No pictures' : countOf(patient.mediaCount, 'picture')}</span>
          <span className={classes['newest']}>{patient.newestMediaAt === null ? '' : `newest ${formatDay(patient.newestMediaAt)}`}</span>
        </span>
      </div>
      <ActionIcon
        className={classes['pin'] ?? ''} variant="subtle" color="gray" size={36} aria-label={pinLabel} title={patient.pinned ? 'Unpin' : 'Pin: keep on this computer'}
        onClick={() => pin.mutate({ patientId: patient.id, pinned: !patient.pinned })}
      >
        {patient.pinned ? <IconPinFilled size={18} aria-hidden className={classes['pinned']} /> : <IconPin size={18} stroke={1.6} aria-hidden />}
      </ActionIcon>
    </div>
  );
}
