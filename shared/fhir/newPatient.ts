import { z } from 'zod';
import { medicalRecordIdentifier } from './medicalRecordIdentifier.ts';
import { ownIdentifier } from './ownIdentifier.ts';
import type { Patient } from './resources.ts';

const sexes = ['female', 'male', 'other', 'unknown'] as const;

/** What somebody says of a patient whom the chart does not know yet. Empty: not known. */
export const newPatientSchema = z.strictObject({
  family: z.string().max(200),
  given: z.string().max(200),
  /** YYYY-MM-DD. */
  birthDate: z.string().max(10),
  sex: z.enum(sexes),
  mrn: z.string().max(100),
});
export type NewPatient = z.infer<typeof newPatientSchema>;

type NewPatientProblems = Partial<Record<keyof NewPatient, string>>;

const oldestYears = 130;

/** What is wrong with it, in the words of whoever types it. @param today YYYY-MM-DD, where they are. */
export function problemsOfNewPatient(details: NewPatient, today: string): NewPatientProblems {
  const problems: NewPatientProblems = {};
  if (details.family.trim() === '' && details.given.trim() === '') problems.family = 'Write at least one name. Where nobody knows it, write what the ward calls the patient.';
  const birthDate = problemOfBirthDate(details.birthDate.trim(), today);
  if (birthDate !== undefined) problems.birthDate = birthDate;
  return problems;
}

function problemOfBirthDate(birthDate: string, today: string): string | undefined {
  if (birthDate === '') return undefined;
  if (!isCalendarDate(birthDate)) return 'Write it as year-month-day, for example 1980-05-12, or leave it empty.';
  if (birthDate > today) return 'This day is still to come.';
  if (Number(birthDate.slice(0, 4)) < Number(today.slice(0, 4)) - oldestYears) return `This is more than ${String(oldestYears)} years ago.`;
  return undefined;
}

function isCalendarDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(Date.parse(text)).toISOString().slice(0, 10) === text;
}

/** @param mrnSystem of the chart's other patients; undefined: they have none. */
export function registeredPatient({ patientId, details, mrnSystem }: { readonly patientId: string; readonly details: NewPatient; readonly mrnSystem: string | undefined }): Patient {
  const [family, birthDate, mrn] = [details.family.trim(), details.birthDate.trim(), details.mrn.trim()];
  const given = details.given.trim().split(/\s+/).filter((part) => part !== '');
  return {
    resourceType: 'Patient',
    identifier: [
      ...(mrn === '' ? [] : [{
        use: 'usual', type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] }, ...(mrnSystem !== undefined && { system: mrnSystem }), value: mrn,
      }]),
      ownIdentifier(patientId),
    ],
    name: [{ use: 'official', ...(family !== '' && { family }), ...(given.length > 0 && { given }) }],
    gender: details.sex,
    ...(birthDate !== '' && { birthDate }),
  };
}

/** What was said of one made by `registeredPatient`, to be corrected. */
export function detailsOfPatient(patient: Patient): NewPatient {
  const [name] = patient.name ?? [];
  return {
    family: name?.family ?? '',
    given: (name?.given ?? []).filter((part) => part !== null).join(' '),
    birthDate: patient.birthDate ?? '',
    sex: patient.gender ?? 'unknown',
    mrn: medicalRecordIdentifier(patient)?.value ?? '',
  };
}

/**
 * Whether somebody known may be the one who is meant: by the same number, or by the same name where the birth dates do not say otherwise. A reason
 * to ask, never to merge.
 */
export function mayBeSamePatient(details: NewPatient, known: Patient): boolean {
  const mrn = details.mrn.trim();
  if (mrn !== '' && known.identifier?.some(({ value }) => value !== undefined && value.toLowerCase() === mrn.toLowerCase())) return true;
  const birthDate = details.birthDate.trim();
  if (birthDate !== '' && known.birthDate !== undefined && !birthDate.startsWith(known.birthDate)) return false;
  const wanted = folded(`${details.family} ${details.given}`);
  return wanted !== '' && (known.name ?? []).some((name) => folded(`${name.family ?? ''} ${(name.given ?? []).join(' ')}`) === wanted || folded(name.text ?? '') === wanted);
}

/** Without accents and capitals, its words in whatever order. */
function folded(name: string): string {
  return name.normalize('NFD').replace(/\p{Mark}/gu, '').toLowerCase().split(/[\s,]+/).filter((part) => part !== '').toSorted().join(' ');
}
