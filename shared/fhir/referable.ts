import { z } from 'zod';
import { humanNamesSchema, type CodeableConcept, type Reference } from './elements.ts';
import { conceptText } from './mediaView.ts';
import type { Resource } from './resources.ts';

export const referringElements = ['encounter', 'operator', 'device', 'basedOn', 'partOf'] as const;
export type ReferringElement = (typeof referringElements)[number];

/** What of a chart each element is chosen from, and whether it belongs to the patient; R4 lets it be of other types, too. */
export const referable: Readonly<Record<ReferringElement, { readonly types: readonly string[]; readonly ofPatient: boolean }>> = {
  encounter: { types: ['Encounter'], ofPatient: true },
  operator: { types: ['Practitioner'], ofPatient: false },
  device: { types: ['Device'], ofPatient: false },
  basedOn: { types: ['ServiceRequest', 'CarePlan'], ofPatient: true },
  partOf: { types: ['Procedure'], ofPatient: true },
};

/** When it was, for order only; empty where it says nothing. */
export function dayOf(resource: Resource): string {
  const known = shape.parse(resource);
  return (known.period?.start ?? known.occurrenceDateTime ?? known.performedDateTime ?? known.authoredOn ?? '').slice(0, 10);
}

/** A reference to a resource, with the words a person knows it by; undefined for one without an id. */
export function referenceTo(resource: Resource): Reference | undefined {
  if (resource.id === undefined) return undefined;
  const display = namedBy(resource);
  return { reference: `${resource.resourceType}/${resource.id}`, ...(display !== '' && { display }) };
}

const conceptShape = z.looseObject({ text: z.string().optional(), coding: z.array(z.looseObject({ display: z.string().optional(), code: z.string().optional() })).optional() });
const shape = z.looseObject({
  name: humanNamesSchema.optional().catch(undefined),
  deviceName: z.array(z.looseObject({ name: z.string() })).optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  code: conceptShape.optional().catch(undefined),
  type: z.union([z.array(conceptShape), conceptShape]).optional().catch(undefined),
  reasonCode: z.array(conceptShape).optional().catch(undefined),
  class: z.looseObject({ display: z.string().optional() }).optional().catch(undefined),
  period: z.looseObject({ start: z.string().optional() }).optional().catch(undefined),
  occurrenceDateTime: z.string().optional().catch(undefined),
  performedDateTime: z.string().optional().catch(undefined),
  authoredOn: z.string().optional().catch(undefined),
});

/** Name, title or code; a visit by its kind and reason; with the day where there is one. */
function namedBy(resource: Resource): string {
  const known = shape.parse(resource);
  const [name] = known.name ?? [];
  const person = name?.text ?? [...(name?.given ?? []), name?.family].filter((part) => part !== undefined && part !== null).join(' ');
  const what = person !== '' ? person : (known.deviceName?.[0]?.name ?? known.title ?? words(known.code) ?? kindOfVisit(known));
  return [what, dayOf(resource)].filter((part) => part !== '').join(', ');
}

function kindOfVisit({ type, reasonCode, class: kind }: z.infer<typeof shape>): string {
  return [words([type].flat()[0]) ?? kind?.display, words(reasonCode?.[0])].filter((part) => part !== undefined).join(': ');
}

function words(concept: CodeableConcept | undefined): string | undefined {
  return conceptText(concept) ?? undefined;
}
