import type { PatientView } from '../../shared/ipc/views.ts';
import { describeBirth, describeRecordNumber, sexWord } from './describePatient.ts';
import classes from './PatientSide.module.css';
import { useNow } from './useNow.ts';

/** One of two patients who are compared, by everything they are told apart by. */
export function PatientSide({ side, patient, otherwise }: {
  readonly side: string;
  readonly patient: PatientView | null;
  /** Said of a patient that is not known here. */
  readonly otherwise: string;
}) {
  const now = useNow();
  return (
    <section className={classes['side']} aria-label={side}>
      <span className={classes['role']}>{side}</span>
      {patient === null ? <strong className={classes['name']}>{otherwise}</strong> : (
        <>
          <strong className={classes['name']}>{patient.name}</strong>
          <dl className={classes['facts']}>
            <dt>Born</dt><dd>{describeBirth(patient, now)}</dd>
            <dt>Sex</dt><dd>{sexWord(patient)}</dd>
            <dt>MRN</dt><dd>{patient.mrn === null ? 'none' : describeRecordNumber(patient).slice(4)}</dd>
          </dl>
        </>
      )}
    </section>
  );
}
