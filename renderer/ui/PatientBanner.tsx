import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PatientView } from '../../shared/ipc/views.ts';
import { describeBirth, describeRecordNumber, sexWord } from './describePatient.ts';
import { SafetyBadge } from './SafetyBadge.tsx';
import { useNow } from './useNow.ts';
import classes from './PatientBanner.module.css';

export interface PatientBannerProps {
  readonly patient: PatientView;
  /** What can be done for this patient, at the right end. */
  readonly actions?: ReactNode;
  /** Where the banner stands at the left end, e.g. a way back. */
  readonly lead?: ReactNode;
}

/** Whose it is. Stands on every screen that shows or takes a picture; a long name wraps and is never cut. */
export function PatientBanner({ patient, actions, lead }: PatientBannerProps) {
  const now = useNow();
  return (
    <section className={classes.banner} aria-label="Patient">
      {lead}
      <div className={classes.who}>
        <Text component="h1" className={classes.name}>{patient.name}</Text>
        <dl className={classes.facts}>
          <div><dt>Born</dt><dd>{describeBirth(patient, now)}</dd></div>
          <div><dt>Sex</dt><dd>{sexWord(patient)}</dd></div>
          <div><dt>MRN</dt><dd>{patient.mrn === null ? 'none' : describeRecordNumber(patient).slice(4)}</dd></div>
        </dl>
        {patient.safety === null ? null : <SafetyBadge safety={patient.safety} />}
      </div>
      {actions === undefined ? null : <Group gap="sm" wrap="nowrap">{actions}</Group>}
    </section>
  );
}
