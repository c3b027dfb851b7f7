import type { PatientView } from '../../shared/ipc/views.ts';
import { formatAge, formatDate } from './dates.ts';

const sexWords = { male: 'Male', female: 'Female', other: 'Other', unknown: 'Unknown' } as const satisfies Record<PatientView['sex'], string>;

/** Under a heading that says what it is. */
export function sexWord(patient: PatientView): string {
  return sexWords[patient.sex];
}

/** By itself, among other facts. */
export function describeSex(patient: PatientView): string {
  return patient.sex === 'unknown' ? 'Sex unknown' : sexWords[patient.sex];
}

/** "12 Mar 1961 (64 y)". */
export function describeBirth(patient: PatientView, now: number): string {
  if (patient.birthDate === null) return 'Birth date unknown';
  const age = formatAge(patient.birthDate, now);
  return age === undefined ? formatDate(patient.birthDate) : `${formatDate(patient.birthDate)} (${age})`;
}

export function describeRecordNumber(patient: PatientView): string {
  return patient.mrn === null ? 'No MRN' : `MRN ${patient.mrn}`;
}

/** The family name in capitals, so that a name said aloud or read from afar cannot be mistaken: "SURNAME, Given". */
export function callName(patient: PatientView): string {
  const [family = '', ...given] = patient.name.split(',');
  return [family.toLocaleUpperCase('en'), ...given].join(',');
}
