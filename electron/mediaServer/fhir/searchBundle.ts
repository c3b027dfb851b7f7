import { formatCursor, type SearchRequest } from './parseSearch.ts';
import type { ResourceStore, SearchPage, StoredVersion } from '../store/resourceStore.ts';
import { isResourceType, type ResourceType } from './searchParameters.ts';
import type { Json } from './searchValues.ts';
import { takeSubset } from './subset.ts';

/** The resources are spliced in as they are stored, digit for digit. */
export function searchBundle(search: SearchRequest, page: SearchPage, included: readonly StoredVersion[], base: string): string {
  const parameters = (cursor: readonly (readonly [string, string])[]) =>
    new URLSearchParams([...search.parameters, ...cursor].map(([name, value]) => [name, value])).toString();
  const address = `${base}/${search.type}`;
  const here = search.cursor === undefined ? [] : ([['_cursor', formatCursor(search.cursor)]] as const);
  const link = [{ relation: 'self', url: `${address}?${parameters(here)}` }];
  if (page.next !== undefined) link.push({ relation: 'next', url: `${address}?${parameters([['_cursor', formatCursor(page.next)]])}` });
  const entry = (type: ResourceType, id: string, body: string, mode: 'match' | 'include') => {
    const subset = search.subset?.(type);
    const resource = subset === undefined ? body : takeSubset(body, subset);
    return `{"fullUrl":${JSON.stringify(`${base}/${type}/${id}`)},"resource":${resource},"search":{"mode":"${mode}"}}`;
  };
  const entries = [
    ...page.matches.map(({ id, body }) => entry(search.type, id, body, 'match')),
    ...included.map(({ type, id, body }) => entry(type, id, body, 'include')),
  ];
  const start = JSON.stringify({ resourceType: 'Bundle', type: 'searchset', ...(page.total === undefined ? {} : { total: page.total }), link });
  return entries.length === 0 ? start : `${start.slice(0, -1)},"entry":[${entries.join(',')}]}`;
}

/** What the matches of a page refer to, each once, and none that is a match itself. */
export function resolveIncludes(search: SearchRequest, page: SearchPage, store: ResourceStore, base: string): readonly StoredVersion[] {
  const seen = new Set(page.matches.map(({ id }) => `${search.type}/${id}`));
  const included: StoredVersion[] = [];
  for (const { body } of search.includes.length === 0 ? [] : page.matches) {
    const resource = JSON.parse(body) as Json;
    for (const { parameter, target } of search.includes) {
      for (const { system, value } of parameter.values(resource, base)) {
        if (system === null || value === null || !isResourceType(system) || (target !== undefined && target !== system)) continue;
        if (seen.has(`${system}/${value}`)) continue;
        seen.add(`${system}/${value}`);
        const found = store.read(system, value);
        if (found?.deleted === false) included.push(found);
      }
    }
  }
  return included;
}
