import type { PatientView, Safety } from '../ipc/views.ts';
import type { HumanName } from './elements.ts';
import { medicalRecordIdentifier } from './medicalRecordIdentifier.ts';
import type { Patient } from './resources.ts';

/** What the cache knows of a patient besides the resource. */
export interface PatientContext {
  /** Lightbox's own id. */
  readonly id: string;
  readonly pinned: boolean;
  readonly mediaCount: number;
  /** FHIR dateTime of the newest Media. */
  readonly newestMediaAt: string | null;
  /** On the way to the chart; null: the chart knows him. */
  readonly safety: Safety | null;
}

export function patientView(patient: Patient, context: PatientContext): PatientView {
  return {
    id: context.id,
    name: patientName(patient),
    birthDate: patient.birthDate ?? null,
    sex: patient.gender ?? 'unknown',
    mrn: medicalRecordNumber(patient),
    mediaCount: context.mediaCount,
    newestMediaAt: context.newestMediaAt,
    pinned: context.pinned,
    safety: context.safety,
  };
}

/** "Family, Given Given" of the name in use: official before usual before any that is not old. */
export function patientName(patient: Patient): string {
  const names = patient.name ?? [];
  const name = names.find(isUse('official')) ?? names.find(isUse('usual')) ?? names.find((candidate) => candidate.use !== 'old') ?? names[0];
  const given = (name?.given ?? []).filter((part) => part !== null).join(' ');
  const parts = [name?.family ?? '', given].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(', ') : (name?.text ?? 'No name in the chart');
}

export function medicalRecordNumber(patient: Patient): string | null {
  return medicalRecordIdentifier(patient)?.value ?? null;
}

function isUse(use: string): (name: HumanName) => boolean {
  return (name) => name.use === use;
}
