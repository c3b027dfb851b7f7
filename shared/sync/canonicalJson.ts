import { isWrittenForm } from '../fhir/codec/fhirJson.ts';

/**
 * JSON with sorted keys and without what servers drop on the way: undefined, null, empty arrays and empty objects, and how a number was
 * written (`1.50` came back as `1.5` from a chart). Two values that mean the same to a FHIR server have the same text.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(pruned(value)) ?? 'null';
}

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(pruned).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const entries = Object.entries(value)
    .filter(([key]) => !isWrittenForm(key))
    .map(([key, item]) => [key, pruned(item)] as const)
    .filter(([, item]) => item !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Whether a server would see no difference. */
export function sameJson(left: unknown, right: unknown): boolean {
  return left === right || canonicalJson(left) === canonicalJson(right);
}
