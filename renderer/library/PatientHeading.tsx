import { Anchor } from '@mantine/core';
import type { PatientView } from '../../shared/ipc/views.ts';
import { formatRoute } from '../navigation/index.ts';
import { countOf, describeBirth, describeRecordNumber, describeSex, useNow } from '../ui/index.ts';
import classes from './PatientHeading.module.css';

export function PatientHeading({ patient, count }: { readonly patient: PatientView | null; readonly count: number }) {
  const now = useNow();
  return (
    <div className={classes['heading']}>
      <h2>
        {patient === null ? 'Patient unknown' : <Anchor inherit c="inherit" href={formatRoute({ screen: 'patient', patientId: patient.id })}>{patient.name}</Anchor>}
      </h2>
      <span>
        {patient === null ? '' : [describeBirth(patient, now), describeSex(patient), describeRecordNumber(patient), ''].join(' · ')}
        {countOf(count, 'picture')}
      </span>
    </div>
  );
}
