import { z } from 'zod';
import { codeableConceptSchema, codingSchema, humanNamesSchema, identifierSchema, referenceSchema } from '../../../shared/fhir/elements.ts';
import { mediaSchema, patientSchema, resourceSchema, type OperationOutcome } from '../../../shared/fhir/resources.ts';
import { parseDateRange } from './dates.ts';
import { issue } from './outcome.ts';
import { isObject } from './resourceText.ts';
import type { ResourceType } from './searchParameters.ts';

type Issue = OperationOutcome['issue'][number];
type Json = Readonly<Record<string, unknown>>;

const encounterSchema = z.looseObject({
  ...resourceSchema.shape,
  identifier: z.array(identifierSchema).optional(),
  status: z.enum(['planned', 'arrived', 'triaged', 'in-progress', 'onleave', 'finished', 'cancelled', 'entered-in-error', 'unknown']),
  class: codingSchema,
  subject: referenceSchema.optional(),
});

const practitionerSchema = z.looseObject({ ...resourceSchema.shape, identifier: z.array(identifierSchema).optional(), name: humanNamesSchema.optional() });

const observationSchema = z.looseObject({
  ...resourceSchema.shape,
  identifier: z.array(identifierSchema).optional(),
  status: z.enum(['registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled', 'entered-in-error', 'unknown']),
  code: codeableConceptSchema,
  subject: referenceSchema.optional(),
});

const binarySchema = z.looseObject({ ...resourceSchema.shape, contentType: z.string().min(1), data: z.string().optional() });

const schemas: Readonly<Record<ResourceType, z.ZodType>> = {
  Patient: patientSchema,
  Practitioner: practitionerSchema,
  Encounter: encounterSchema,
  Media: mediaSchema,
  Observation: observationSchema,
  Binary: binarySchema,
};

/**
 * What is wrong with a resource, judged by itself: R4's required elements, types and the invariants that Lightbox relies on.
 * Elements and extensions that are not known here pass.
 */
export function validateResource(type: ResourceType, resource: Json): readonly Issue[] {
  const parsed = schemas[type].safeParse(resource);
  const bySchema = parsed.success ? [] : parsed.error.issues.map((found) => issueOfZod(type, resource, found));
  return [...bySchema, ...jsonIssues(resource, type), ...dateIssues(type, resource), ...(type === 'Media' ? mediaIssues(resource) : [])];
}

function issueOfZod(type: ResourceType, resource: Json, found: z.core.$ZodIssue): Issue {
  const missing = valueAt(resource, found.path) === undefined;
  return issue(missing ? 'required' : 'value', missing ? 'the element is required' : found.message, expressionOf(type, found.path));
}

function valueAt(resource: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => (typeof value === 'object' && value !== null ? (value as Readonly<Record<PropertyKey, unknown>>)[step] : undefined), resource);
}

/** FHIRPath: `Media.note[0].text`. */
function expressionOf(type: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((expression, step) => (typeof step === 'number' ? `${expression}[${String(step)}]` : `${expression}.${String(step)}`), type);
}

/** FHIR's JSON has no empty objects, arrays or strings, and null only inside arrays of primitives. https://hl7.org/fhir/R4/json.html */
function jsonIssues(value: unknown, expression: string): readonly Issue[] {
  if (value === null || value === '') return [issue('structure', 'FHIR JSON has no null and no empty strings: leave the element out', expression)];
  if (Array.isArray(value)) {
    if (value.length === 0) return [issue('structure', 'FHIR JSON has no empty arrays: leave the element out', expression)];
    return value.flatMap((item, index) => (item === null ? [] : jsonIssues(item, `${expression}[${String(index)}]`)));
  }
  if (!isObject(value)) return [];
  const entries = Object.entries(value);
  if (entries.length === 0) return [issue('structure', 'FHIR JSON has no empty objects: leave the element out', expression)];
  return entries.flatMap(([name, item]) => jsonIssues(item, `${expression}.${name}`));
}

const dates: Partial<Readonly<Record<ResourceType, readonly (readonly string[])[]>>> = {
  Patient: [['birthDate']],
  Media: [['createdDateTime'], ['createdPeriod', 'start'], ['createdPeriod', 'end'], ['content', 'creation']],
};

function dateIssues(type: ResourceType, resource: Json): readonly Issue[] {
  return (dates[type] ?? []).flatMap((path) => {
    const value = valueAt(resource, path);
    return typeof value !== 'string' || parseDateRange(value) !== undefined ? [] : [issue('value', 'not a FHIR date or dateTime', expressionOf(type, path))];
  });
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** https://hl7.org/fhir/R4/media.html and attachment's att-1. */
function mediaIssues(media: Json): readonly Issue[] {
  const issues: Issue[] = [];
  if ('createdDateTime' in media && 'createdPeriod' in media) {
    issues.push(issue('invariant', 'created[x] is one choice: createdDateTime or createdPeriod', 'Media.created'));
  }
  const { issued, content } = media;
  if (typeof issued === 'string' && (!instant.test(issued) || parseDateRange(issued) === undefined)) issues.push(issue('value', 'not a FHIR instant', 'Media.issued'));
  if (isObject(content)) {
    if (content['data'] !== undefined && content['contentType'] === undefined) issues.push(issue('invariant', 'att-1: data needs a contentType', 'Media.content.contentType'));
    if (content['data'] === undefined && content['url'] === undefined) issues.push(issue('invariant', 'a Media has its content as data or by url', 'Media.content'));
    if (typeof content['data'] === 'string' && !isBase64(content['data'])) issues.push(issue('value', 'not base64', 'Media.content.data'));
  }
  return issues;
}

/** White space inside is allowed. https://hl7.org/fhir/R4/datatypes.html#base64Binary */
export function isBase64(text: string): boolean {
  const compact = text.replace(/\s+/g, '');
  return compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact);
}
