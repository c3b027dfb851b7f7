import type { Extension, Reference } from '../elements.ts';
import { mediaExtensionName, type MediaExtensionName } from '../extensions/mediaExtensions.ts';
import type { Media } from '../resources.ts';

/** The elements that say whose picture it is, or may be true of that one patient only. */
export const patientElements = ['subject', 'encounter', 'basedOn', 'partOf', 'operator', 'extension', 'contained', 'text'] as const;
export type PatientPart = Pick<Media, 'subject' | 'encounter' | 'basedOn' | 'partOf' | 'operator' | 'extension'> & {
  readonly contained?: Record<string, unknown>[] | undefined;
  readonly text?: Record<string, unknown> | undefined;
};

/** What the EHR knows the picture by in its own patient's record: his appointment, order, operation, and his name. */
const patientExtensions: ReadonlySet<MediaExtensionName | undefined> = new Set([
  'appointment-id', 'tie-to-order-id', 'tie-to-procedure-or-surgery', 'external-accession-id', 'internal-accession-id', 'subject',
]);

export function patientPartOf(media: Media): PatientPart {
  return Object.fromEntries(patientElements.filter((name) => media[name] !== undefined).map((name) => [name, media[name]])) as PatientPart;
}

/**
 * What shall stand there for another patient: visit, orders, procedures and whatever else belongs to the patient before is taken away, and the
 * narrative with it, which may name him. What is true of the picture, the camera and the people behind it stays.
 */
export function partForPatient(before: PatientPart, subject: Reference): PatientPart {
  const { operator } = before;
  const extension = before.extension?.filter((one) => !isOfPatient(one));
  const taken = new Set([before.subject, before.encounter, ...(before.basedOn ?? []), ...(before.partOf ?? []), ...(isPatientSide(operator) ? [operator] : [])].map((one) => one?.reference));
  const contained = before.contained?.filter(({ id }) => !taken.has(`#${String(id)}`));
  return {
    subject,
    ...(operator !== undefined && !isPatientSide(operator) && { operator }),
    ...(extension !== undefined && extension.length > 0 && { extension }),
    ...(contained !== undefined && contained.length > 0 && { contained }),
  };
}

/** Whether one of the EHR's own fields is true of one patient only. */
export function isOfPatient({ url }: Extension): boolean {
  return patientExtensions.has(mediaExtensionName(url));
}

/** A picture may have been taken by the patient, or by somebody of the patient's. */
export function isPatientSide(operator: Reference | undefined): boolean {
  return /(?:^|\/)(?:Patient|RelatedPerson)\//.test(operator?.reference ?? '');
}
