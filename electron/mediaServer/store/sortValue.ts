import type { ResourceType } from '../fhir/searchParameters.ts';
import { searchParameter } from '../fhir/searchParameters.ts';
import { earliest, type Json } from '../fhir/searchValues.ts';

/** What a version that is not in the search index (any more) is sorted by; the twin of the SQL that reads the index. */
export function sortValue(type: ResourceType, name: string, descending: boolean, body: string, base: string): string | number {
  const parameter = searchParameter(type, name);
  if (parameter === undefined) throw new Error(`no search parameter ${name}`);
  const rows = parameter.values(JSON.parse(body) as Json, base).filter(({ facet }) => facet === undefined);
  if (parameter.type === 'date') {
    const instants = rows.flatMap(({ low, high }) => (descending ? high : low) ?? []);
    return instants.length === 0 ? earliest : descending ? Math.max(...instants) : Math.min(...instants);
  }
  const values = rows.flatMap(({ value }) => value ?? []).sort(byBytes);
  return (descending ? values.at(-1) : values[0]) ?? '';
}

/** SQLite's order of text: by its UTF-8 bytes. */
function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
