import { z } from 'zod';
import type { Identifier } from './elements.ts';
import { uuidOfOwn } from './ownIdentifier.ts';
import { encounterSchema, patientSchema } from './resources.ts';

/** What a front desk makes, and somebody without it made here: a patient, or a patient's visit. */
export const registrationTypes = ['Patient', 'Encounter'] as const;
export type RegistrationType = (typeof registrationTypes)[number];

export const registrationSchema = z.discriminatedUnion('resourceType', [patientSchema, encounterSchema]);
export type Registration = z.infer<typeof registrationSchema>;

/** The identifiers others gave it, by which it may be known in the chart already; without those that say nothing. */
export function identifiersOfOthers({ identifier = [] }: Pick<Registration, 'identifier'>): readonly Identifier[] {
  return identifier.filter((one) => one.value !== undefined && one.value !== '' && uuidOfOwn(one) === undefined);
}

/** By system and value; never by name. An identifier without a system is the same as another without one. */
export function sameIdentifier(left: Identifier, right: Identifier): boolean {
  return left.value !== undefined && left.value === right.value && (left.system ?? '') === (right.system ?? '');
}
