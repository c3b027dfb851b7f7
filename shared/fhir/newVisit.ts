import { z } from 'zod';
import { ownIdentifier } from './ownIdentifier.ts';
import type { Encounter } from './resources.ts';

/** https://terminology.hl7.org/ValueSet/v3-ActEncounterCode, as far as pictures are taken in it. */
export const visitClasses = { AMB: 'ambulatory', EMER: 'emergency', HH: 'home health', IMP: 'inpatient encounter', VR: 'virtual' } as const;
export type VisitClass = keyof typeof visitClasses;
const classCodes = ['AMB', 'EMER', 'HH', 'IMP', 'VR'] as const satisfies readonly VisitClass[];

export const newVisitSchema = z.strictObject({ kind: z.enum(classCodes), reason: z.string().max(500) });
export type NewVisit = z.infer<typeof newVisitSchema>;

/** How a person says it. */
export const visitKinds: Readonly<Record<VisitClass, string>> = { AMB: 'Outpatient visit', EMER: 'Emergency', HH: 'Home visit', IMP: 'Inpatient stay', VR: 'Video or telephone' };

/** @param visit.startedAt ISO 8601 instant. @param visit.subject how the patient is referred to. */
export function startedVisit(visit: NewVisit & { readonly visitId: string; readonly subject: string; readonly startedAt: string }): Encounter {
  return {
    resourceType: 'Encounter',
    identifier: [ownIdentifier(visit.visitId)],
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: visit.kind, display: visitClasses[visit.kind] },
    subject: { reference: visit.subject },
    ...(visit.reason.trim() !== '' && { reasonCode: [{ text: visit.reason.trim() }] }),
    period: { start: visit.startedAt },
  };
}

/** "Home visit: wound check", for whoever chooses among them. */
export function visitTitle({ class: { code }, reasonCode }: Encounter): string {
  const kind = classCodes.find((known) => known === code);
  return [kind === undefined ? 'Visit' : visitKinds[kind], reasonCode?.[0]?.text].filter((part) => part !== undefined).join(': ');
}
