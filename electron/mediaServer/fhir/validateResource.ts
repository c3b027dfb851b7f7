import type { OperationOutcome } from '../../../shared/fhir/resources.ts';
import { issue } from './outcome.ts';
import { isObject } from './resourceText.ts';
import type { ResourceType } from './searchParameters.ts';
import type { Json } from './searchValues.ts';
import { validateStructure } from './validateStructure.ts';

type Issue = OperationOutcome['issue'][number];

/**
 * What is wrong with a resource, judged by itself: R4's structure, and the invariants that Lightbox relies on. Extensions that are not known
 * here pass.
 */
export function validateResource(type: ResourceType, resource: Json): readonly Issue[] {
  return [...validateStructure(type, resource, type), ...jsonIssues(resource, type), ...(type === 'Media' ? mediaIssues(resource) : [])];
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

/** https://hl7.org/fhir/R4/media.html and attachment's att-1. */
function mediaIssues(media: Json): readonly Issue[] {
  const issues: Issue[] = [];
  const { content } = media;
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
