import type { Report } from './deviation.ts';
import { isObject } from './json.ts';

/**
 * The resources in an answer, whichever of its shapes it has: `{context, data}`, a Bundle, an array, one resource, or nothing.
 * @returns undefined when it is none of them, as an error or the acknowledgement of a write.
 */
export function readGatewayAnswer(body: unknown, report: Report): readonly unknown[] | undefined {
  if (Array.isArray(body)) {
    report('bare-list', '');
    return body.map((item: unknown) => (isObject(item) && item['resourceType'] === undefined && isObject(item['resource']) ? item['resource'] : item));
  }
  if (!isObject(body)) return undefined;
  if (body['resourceType'] === 'Bundle') return entriesOf(body['entry']);
  if (body['resourceType'] !== undefined) return body['resourceType'] === 'OperationOutcome' ? undefined : [body];
  if (!('data' in body)) return undefined;
  report('envelope', '');
  return body['data'] === null || body['data'] === undefined ? [] : readGatewayAnswer(body['data'], report);
}

function entriesOf(entries: unknown): readonly unknown[] {
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown): unknown[] => (isObject(entry) && isObject(entry['resource']) && entry['resource']['resourceType'] !== 'OperationOutcome' ? [entry['resource']] : []));
}
