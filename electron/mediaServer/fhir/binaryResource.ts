import { issue, Refusal, refuse } from './outcome.ts';
import { isBase64, validateResource } from './validateResource.ts';
import type { Json } from './searchValues.ts';

/** A Binary as a resource, taken apart: what is stored as JSON, and its bytes. @throws Refusal 400 or 422. */
export function openBinaryResource(resource: Json): { readonly metadata: Json; readonly bytes: Uint8Array } {
  if (resource['resourceType'] !== 'Binary') throw refuse(400, 'invalid', 'the body must be a Binary', 'resourceType');
  const issues = validateResource('Binary', resource);
  if (issues.length > 0) throw new Refusal(422, issues);
  const { data, ...metadata } = resource;
  if (typeof data !== 'string' || !isBase64(data)) throw new Refusal(422, [issue('value', 'base64 is needed', 'Binary.data')]);
  return { metadata, bytes: Buffer.from(data, 'base64') };
}
