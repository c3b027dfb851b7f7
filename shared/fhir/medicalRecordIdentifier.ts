import type { Identifier } from './elements.ts';
import { uuidOfOwn } from './ownIdentifier.ts';
import type { Patient } from './resources.ts';

/** The identifier typed MR (HL7 v2 table 0203), else one that is in use; never the one Lightbox gave. */
export function medicalRecordIdentifier(patient: Patient): Identifier | undefined {
  const identifiers = (patient.identifier ?? []).filter((identifier) => identifier.value !== undefined && identifier.use !== 'old' && uuidOfOwn(identifier) === undefined);
  const typed = identifiers.find((identifier) => identifier.type?.coding?.some((coding) => coding.code === 'MR'));
  return typed ?? identifiers.find((identifier) => identifier.use === 'usual' || identifier.use === 'official') ?? identifiers[0];
}
