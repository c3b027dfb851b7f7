import { parseDateRange } from './dates.ts';
import { isObject } from './resourceText.ts';
import { parseReference } from './references.ts';

/** The resource types this server holds. */
export const resourceTypes = ['Patient', 'Practitioner', 'Encounter', 'Media', 'Binary', 'Observation'] as const;
export type ResourceType = (typeof resourceTypes)[number];

export function isResourceType(type: string): type is ResourceType {
  return (resourceTypes as readonly string[]).includes(type);
}

type Json = Readonly<Record<string, unknown>>;

/**
 * One row of the search index. token: `system` and code `value`; reference: target type and id; string: the folded text;
 * date: [low, high) in ms since 1970.
 */
export interface SearchValue {
  readonly system: string | null;
  readonly value: string | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface SearchParameter {
  readonly name: string;
  readonly type: 'token' | 'reference' | 'string' | 'date';
  /** FHIRPath, for the CapabilityStatement's reader. */
  readonly expression: string;
  /** `base`: this server's own FHIR base url, so that absolute references to itself are known. */
  readonly values: (resource: Json, base: string) => readonly SearchValue[];
}

const identifier = (type: ResourceType): SearchParameter => ({
  name: 'identifier',
  type: 'token',
  expression: `${type}.identifier`,
  values: (resource) =>
    objects(resource['identifier']).flatMap((entry) =>
      typeof entry['value'] === 'string' ? [row({ system: text(entry['system']), value: entry['value'] })] : [],
    ),
});

/** `patient` is `subject` where that is a Patient. */
const subject = (type: ResourceType, name: 'subject' | 'patient'): SearchParameter => ({
  name,
  type: 'reference',
  expression: name === 'patient' ? `${type}.subject.where(resolve() is Patient)` : `${type}.subject`,
  values: (resource, base) => {
    const reference = isObject(resource['subject']) ? text(resource['subject']['reference']) : null;
    const target = reference === null ? undefined : parseReference(reference, base);
    if (target === undefined || (name === 'patient' && target.type !== 'Patient')) return [];
    return [row({ system: target.type, value: target.id })];
  },
});

const personName = (type: ResourceType): SearchParameter => ({
  name: 'name',
  type: 'string',
  expression: `${type}.name`,
  values: (resource) =>
    objects(resource['name'])
      .flatMap((name) => ['text', 'family', 'given', 'prefix', 'suffix'].flatMap((part) => name[part]))
      .flatMap((part) => (typeof part === 'string' ? [row({ value: foldText(part) })] : [])),
});

const birthdate: SearchParameter = {
  name: 'birthdate',
  type: 'date',
  expression: 'Patient.birthDate',
  values: (resource) => {
    const range = typeof resource['birthDate'] === 'string' ? parseDateRange(resource['birthDate']) : undefined;
    return range === undefined ? [] : [row(range)];
  },
};

/** Besides `_id` and `_lastUpdated`, which every type has. A Binary is bytes: it is read, not searched. */
export const searchParameters: Readonly<Record<ResourceType, readonly SearchParameter[]>> = {
  Patient: [identifier('Patient'), personName('Patient'), birthdate],
  Practitioner: [identifier('Practitioner'), personName('Practitioner')],
  Encounter: [identifier('Encounter'), subject('Encounter', 'subject'), subject('Encounter', 'patient')],
  Media: [identifier('Media'), subject('Media', 'subject'), subject('Media', 'patient')],
  Observation: [identifier('Observation'), subject('Observation', 'subject'), subject('Observation', 'patient')],
  Binary: [],
};

/** Case and accents do not count in string search. https://hl7.org/fhir/R4/search.html#string */
export function foldText(value: string): string {
  return value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}

function row(values: Partial<SearchValue>): SearchValue {
  return { system: null, value: null, low: null, high: null, ...values };
}

function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
