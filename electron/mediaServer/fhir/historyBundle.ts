import type { ResourceStore, StoredVersion, Tombstone } from '../store/resourceStore.ts';
import { parseDateRange } from './dates.ts';
import { entityTag } from './entityTag.ts';
import { refuse } from './outcome.ts';
import type { ResourceType } from './searchParameters.ts';

/** All of a type, or one resource. */
export interface HistoryPath {
  readonly type: ResourceType;
  readonly id: string | undefined;
}

const largestCount = 1000;

/**
 * Versions and tombstones, newest first. Pages go back in time, so that what is written meanwhile moves none of them.
 * @param shows which versions the reader may see.
 * @param query `_since` (versions from then on), `_count`, `_format`; others are refused with 400. https://hl7.org/fhir/R4/http.html#history
 */
export function historyBundle(store: ResourceStore, { type, id }: HistoryPath, query: URLSearchParams, base: string, shows: (version: StoredVersion | Tombstone) => boolean): string {
  const parameters: [string, string][] = [];
  let since: number | undefined;
  let before: number | undefined;
  let count = 50;
  for (const [name, value] of query) {
    if (name === '_count' && /^[1-9]\d{0,8}$/.test(value)) count = Math.min(Number(value), largestCount);
    else if (name === '_cursor' && /^\d{1,15}$/.test(value)) before = Number(value);
    else if (name === '_since' && parseDateRange(value) !== undefined) since = parseDateRange(value)?.low;
    else if (name !== '_format' || !/\bjson$/.test(value)) throw refuse(400, 'not-supported', 'a history is asked with _since (an instant with its zone), _count and nothing else');
    if (name === '_since') parameters.push([name, value]);
  }
  parameters.push(['_count', String(count)]);
  const { versions: all, next, total } = store.history({ type, id, since, before, count });
  const versions = all.filter(shows);
  const address = `${base}/${type}${id === undefined ? '' : `/${id}`}/_history?`;
  const link = [{ relation: 'self', url: address + withCursor(parameters, before) }];
  if (next !== undefined) link.push({ relation: 'next', url: address + withCursor(parameters, next) });
  const start = JSON.stringify({ resourceType: 'Bundle', type: 'history', ...(total === undefined ? {} : { total }), link });
  return versions.length === 0 ? start : `${start.slice(0, -1)},"entry":[${versions.map((version) => entry(version, base)).join(',')}]}`;
}

function withCursor(parameters: readonly (readonly [string, string])[], before: number | undefined): string {
  const cursor: readonly (readonly [string, string])[] = before === undefined ? [] : [['_cursor', String(before)]];
  return new URLSearchParams([...parameters, ...cursor].map(([name, value]) => [name, value])).toString();
}

/** A version may have come by POST; doing it again with PUT makes the same. */
function entry(version: StoredVersion | Tombstone, base: string): string {
  const url = `${version.type}/${version.id}`;
  const status = version.deleted ? '204' : version.version === 1 ? '201' : '200';
  const head = JSON.stringify({ fullUrl: `${base}/${url}` }).slice(0, -1);
  const tail = JSON.stringify({
    request: { method: version.deleted ? 'DELETE' : 'PUT', url },
    response: { status, etag: entityTag(version.version), lastModified: new Date(version.lastUpdated).toISOString() },
  }).slice(1);
  return version.deleted ? `${head},${tail}` : `${head},"resource":${version.body},${tail}`;
}
