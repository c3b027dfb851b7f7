import { refuse } from './outcome.ts';
import { safe } from './parseCriterion.ts';
import { r4Structure, type R4Element } from './r4Structure.ts';
import { changeMembers, isObject } from './resourceText.ts';
import type { ResourceType } from './searchParameters.ts';

/** Whether an element at the top of a resource is answered. */
export type Subset = (element: string) => boolean;

const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };

/** Elements without which a resource is none, or says something else. */
function indispensable(name: string, element: R4Element): boolean {
  return name === 'id' || name === 'meta' || element.required === true || element.modifier === true;
}

function keep(type: ResourceType, wanted: (name: string, element: R4Element) => boolean): Subset {
  const kept = new Set(['resourceType', ...[...(r4Structure(type) ?? [])].flatMap(([name, element]) => (indispensable(name, element) || wanted(name, element) ? [name] : []))]);
  return (name) => kept.has(name.replace(/^_/, ''));
}

/** https://hl7.org/fhir/R4/search.html#summary */
export function summaryElements(type: ResourceType, summary: 'true' | 'text' | 'data'): Subset {
  if (summary === 'data') return (name) => name !== 'text';
  return keep(type, (name, element) => (summary === 'text' ? name === 'text' : element.summary === true));
}

/** `created` stands for createdDateTime and createdPeriod. https://hl7.org/fhir/R4/search.html#elements */
export function elementsNamed(type: ResourceType, names: readonly string[]): Subset {
  const structure = r4Structure(type) ?? new Map<string, R4Element>();
  for (const name of names) {
    const known = structure.has(name) || [...structure.values()].some(({ choice }) => choice === name);
    if (!known) throw refuse(400, 'value', `${type} has no element ${safe(name)}`);
  }
  return keep(type, (name, { choice }) => names.includes(name) || (choice !== undefined && names.includes(choice)));
}

/** The resource with only these elements, digit for digit, and a tag that says so: it must not be sent back as the whole. */
export function takeSubset(body: string, subset: Subset): string {
  return changeMembers(body, (name, value) => {
    if (!subset(name)) return undefined;
    if (name !== 'meta' || !isObject(value)) return value;
    return { ...value, tag: [...(Array.isArray(value['tag']) ? (value['tag'] as unknown[]) : []), subsetted] };
  });
}
