import { isObject } from './resourceText.ts';
import { codeValues, conceptValues, dateValues, identifierValues, nameValues, referenceValues, uriValues, type Json, type SearchValue } from './searchValues.ts';

/** The resource types this server holds. */
export const resourceTypes = ['Patient', 'Practitioner', 'Encounter', 'Media', 'Binary', 'Observation'] as const;
export type ResourceType = (typeof resourceTypes)[number];

export function isResourceType(type: string): type is ResourceType {
  return (resourceTypes as readonly string[]).includes(type);
}

export interface SearchParameter {
  readonly name: string;
  readonly type: 'token' | 'reference' | 'string' | 'date' | 'uri';
  /** FHIRPath, for the CapabilityStatement's reader. */
  readonly expression: string;
  /** What a reference may lead to, of the types held here. */
  readonly targets?: readonly ResourceType[];
  /** `base`: this server's own FHIR base url, so that absolute references to itself are known. */
  readonly values: (resource: Json, base: string) => readonly SearchValue[];
}

/** To be raised when a parameter is added or reads something else: the index of an existing database is then made anew. */
export const searchIndexRevision = '2';

type Names = readonly [name: string, expression: string];
const element = (expression: string) => expression.slice(expression.indexOf('.') + 1);

const token = ([name, expression]: Names): SearchParameter => ({ name, type: 'token', expression, values: (resource) => conceptValues(resource[element(expression)]) });
const code = ([name, expression]: Names, system: string): SearchParameter => ({ name, type: 'token', expression, values: (resource) => codeValues(resource[element(expression)], system) });
const reference = ([name, expression]: Names, ...targets: readonly ResourceType[]): SearchParameter => ({
  name, type: 'reference', expression, targets, values: (resource, base) => referenceValues(resource[element(expression)], base),
});

const identifier = (type: ResourceType): SearchParameter => ({
  name: 'identifier', type: 'token', expression: `${type}.identifier`, values: (resource) => identifierValues(resource['identifier']),
});

/** `patient` is `subject` where that is a Patient. */
const patientOf = (type: ResourceType): SearchParameter => ({
  name: 'patient',
  type: 'reference',
  expression: `${type}.subject.where(resolve() is Patient)`,
  targets: ['Patient'],
  values: (resource, base) => referenceValues(resource['subject'], base, 'Patient'),
});

const person = (type: ResourceType): readonly SearchParameter[] => [
  identifier(type),
  ...[
    { name: 'name', expression: `${type}.name`, parts: ['text', 'family', 'given', 'prefix', 'suffix'] },
    { name: 'family', expression: `${type}.name.family`, parts: ['family'] },
    { name: 'given', expression: `${type}.name.given`, parts: ['given'] },
  ].map(({ name, expression, parts }) => ({ name, type: 'string' as const, expression, values: (resource: Json) => nameValues(resource['name'], parts) })),
  code(['gender', `${type}.gender`], 'http://hl7.org/fhir/administrative-gender'),
];

const created: SearchParameter = {
  name: 'created',
  type: 'date',
  expression: 'Media.created',
  values: (resource) => [...dateValues(resource['createdDateTime']), ...dateValues(resource['createdPeriod'])],
};

const meta = (resource: Json): Json => (isObject(resource['meta']) ? resource['meta'] : {});

/** What every type can be searched by, besides `_id` and `_lastUpdated`. https://hl7.org/fhir/R4/search.html#all */
const ofEveryType: readonly SearchParameter[] = [
  { name: '_tag', type: 'token', expression: 'Resource.meta.tag', values: (resource) => conceptValues(meta(resource)['tag']) },
  { name: '_security', type: 'token', expression: 'Resource.meta.security', values: (resource) => conceptValues(meta(resource)['security']) },
  { name: '_profile', type: 'uri', expression: 'Resource.meta.profile', values: (resource) => uriValues(meta(resource)['profile']) },
  { name: '_source', type: 'uri', expression: 'Resource.meta.source', values: (resource) => uriValues(meta(resource)['source']) },
];

/** Besides `_id` and `_lastUpdated`, which every type has. A Binary is bytes: it is read, not searched. */
export const searchParameters: Readonly<Record<ResourceType, readonly SearchParameter[]>> = {
  Patient: [
    ...person('Patient'),
    { name: 'birthdate', type: 'date', expression: 'Patient.birthDate', values: (resource) => dateValues(resource['birthDate']) },
    ...ofEveryType,
  ],
  Practitioner: [...person('Practitioner'), ...ofEveryType],
  Encounter: [
    identifier('Encounter'),
    reference(['subject', 'Encounter.subject'], 'Patient'),
    patientOf('Encounter'),
    code(['status', 'Encounter.status'], 'http://hl7.org/fhir/encounter-status'),
    { name: 'date', type: 'date', expression: 'Encounter.period', values: (resource) => dateValues(resource['period']) },
    ...ofEveryType,
  ],
  Media: [
    reference(['based-on', 'Media.basedOn']),
    created,
    reference(['device', 'Media.device']),
    reference(['encounter', 'Media.encounter'], 'Encounter'),
    identifier('Media'),
    token(['modality', 'Media.modality']),
    reference(['operator', 'Media.operator'], 'Practitioner', 'Patient'),
    patientOf('Media'),
    token(['site', 'Media.bodySite']),
    code(['status', 'Media.status'], 'http://hl7.org/fhir/event-status'),
    reference(['subject', 'Media.subject'], 'Patient', 'Practitioner'),
    token(['type', 'Media.type']),
    token(['view', 'Media.view']),
    ...ofEveryType,
  ],
  Observation: [
    identifier('Observation'),
    reference(['subject', 'Observation.subject'], 'Patient'),
    patientOf('Observation'),
    reference(['encounter', 'Observation.encounter'], 'Encounter'),
    reference(['derived-from', 'Observation.derivedFrom'], 'Media', 'Observation'),
    code(['status', 'Observation.status'], 'http://hl7.org/fhir/observation-status'),
    token(['code', 'Observation.code']),
    ...ofEveryType,
  ],
  Binary: [],
};

export function searchParameter(type: ResourceType, name: string): SearchParameter | undefined {
  return searchParameters[type].find((parameter) => parameter.name === name);
}
