import type { EncryptedDatabase } from '../../sqlite/openEncrypted.ts';
import { stampResource } from '../fhir/resourceText.ts';
import { searchIndexRevision, searchParameters, type ResourceType } from '../fhir/searchParameters.ts';
import type { Criterion } from '../fhir/parseCriterion.ts';
import { followsChanges, type Cursor, type SearchRequest } from '../fhir/parseSearch.ts';
import { isSelective, lookUps, type Selective } from './compileCriterion.ts';
import { compileCount, compileSearch, sortColumns } from './compileSearch.ts';
import type { Settings } from './settings.ts';
import { Statements } from '../../sqlite/statements.ts';
import { sortValue } from './sortValue.ts';

export interface Version {
  readonly type: ResourceType;
  readonly id: string;
  readonly version: number;
  /** Milliseconds since 1970; unique and rising over the whole server. */
  readonly lastUpdated: number;
}

/** `body` is the resource's JSON; `blobKey` leads to the bytes of a Binary. */
export interface StoredVersion extends Version {
  readonly deleted: false;
  readonly body: string;
  readonly blobKey: number | null;
}

export interface Tombstone extends Version {
  readonly deleted: true;
}

export interface SearchPage {
  readonly matches: readonly { readonly id: string; readonly body: string }[];
  /** Where the next page starts; undefined: there is none. */
  readonly next: Cursor | undefined;
  /** How many match on all pages, when that was asked for. */
  readonly total: number | undefined;
}

/** `since` inclusive, `before` exclusive, both ms since 1970. */
export interface HistoryRequest {
  readonly type: ResourceType;
  readonly id: string | undefined;
  readonly since: number | undefined;
  readonly before: number | undefined;
  readonly count: number;
}

export interface HistoryPage {
  readonly versions: readonly (StoredVersion | Tombstone)[];
  /** What the next page is `before`; undefined: there is none. */
  readonly next: number | undefined;
  /** How many versions one resource has; not counted for a type. */
  readonly total: number | undefined;
}

/** So many matches are quicker fetched and sorted than come upon by walking 100,000 resources in order. */
const defaultFewMatches = 500;

interface VersionRow {
  readonly key: number;
  readonly version: number;
  readonly last_updated: number;
  readonly deleted: 0 | 1;
  readonly body: string | null;
  readonly blob_key: number | null;
}

/**
 * Resources and all their versions. Every call is one short synchronous piece of work on one connection, so the order of the
 * instants it gives is the order of commits: whoever reads up to an instant has missed nothing before it.
 */
export class ResourceStore {
  readonly #database: EncryptedDatabase;
  readonly #statements: Statements;
  readonly #now: () => number;
  readonly #base: () => string;
  readonly #fewMatches: number;

  /**
   * @param base this server's FHIR base url, by which absolute references to itself are known.
   * @param fewMatches up to how many matches are looked up in the search index instead of being come upon.
   */
  constructor(database: EncryptedDatabase, now: () => number, base: () => string, fewMatches = defaultFewMatches) {
    this.#database = database;
    this.#statements = new Statements(database);
    this.#now = now;
    this.#base = base;
    this.#fewMatches = fewMatches;
    database.function('sort_value', { deterministic: true, varargs: true }, (...given) => {
      const [type, parameter, descending, body] = given as [ResourceType, string, number, string];
      return sortValue(type, parameter, descending === 1, body, base());
    });
  }

  /** Makes the search index anew when another revision of the search parameters filled it. */
  refreshIndex(settings: Settings): void {
    const name = 'searchIndexRevision';
    if (settings.read(name) === searchIndexRevision) return;
    this.transaction(() => {
      const rows = this.#statements.prepare<[], { readonly key: number; readonly type: ResourceType; readonly body: string }>(
        'SELECT r.key, r.type, v.body FROM resource r JOIN resource_version v ON v.resource_key = r.key AND v.version = r.version WHERE r.deleted = 0',
      );
      for (const { key, type, body } of rows.all()) this.#index(key, type, body);
      settings.save(name, searchIndexRevision);
    });
  }

  /** Runs `work` as one transaction: all of it or nothing. */
  transaction<Value>(work: () => Value): Value {
    return this.#database.transaction(work).immediate();
  }

  isEmpty(): boolean {
    return this.#statements.prepare('SELECT 1 FROM resource LIMIT 1').get() === undefined;
  }

  /** The newest version. */
  read(type: ResourceType, id: string): StoredVersion | Tombstone | undefined {
    const row = this.#statements
      .prepare<[string, string], VersionRow>(
        `SELECT r.key, v.version, v.last_updated, v.deleted, v.body, v.blob_key FROM resource r
         JOIN resource_version v ON v.resource_key = r.key AND v.version = r.version WHERE r.type = ? AND r.id = ?`,
      )
      .get(type, id);
    return row === undefined ? undefined : versionOf(type, id, row);
  }

  readVersion(type: ResourceType, id: string, version: number): StoredVersion | Tombstone | undefined {
    const row = this.#statements
      .prepare<[string, string, number], VersionRow>(
        `SELECT r.key, v.version, v.last_updated, v.deleted, v.body, v.blob_key FROM resource r
         JOIN resource_version v ON v.resource_key = r.key WHERE r.type = ? AND r.id = ? AND v.version = ?`,
      )
      .get(type, id, version);
    return row === undefined ? undefined : versionOf(type, id, row);
  }

  /** Newest first. */
  history({ type, id, since, before, count }: HistoryRequest): HistoryPage {
    const where = `FROM resource_version v JOIN resource r ON r.key = v.resource_key
      WHERE r.type = @type${id === undefined ? '' : ' AND r.id = @id'} AND v.last_updated >= @since`;
    const parameters = { type, ...(id === undefined ? {} : { id }), since: since ?? 0 };
    const rows = this.#statements
      .prepare<[object], VersionRow & { readonly id: string }>(
        `SELECT r.id, r.key, v.version, v.last_updated, v.deleted, v.body, v.blob_key ${where} AND v.last_updated < @before ORDER BY v.last_updated DESC LIMIT @limit`,
      )
      .all({ ...parameters, before: before ?? Number.MAX_SAFE_INTEGER, limit: count + 1 });
    const versions = rows.slice(0, count).map((row) => versionOf(type, row.id, row));
    const counted = id === undefined ? undefined : this.#statements.prepare<[object], { readonly total: number }>(`SELECT count(*) AS total ${where}`).get(parameters);
    return { versions, next: rows.length > count ? versions.at(-1)?.lastUpdated : undefined, total: counted?.total };
  }

  /** Adds a version to a resource, or its first. `text` is the resource as received; id and meta are stamped here. */
  write(type: ResourceType, id: string, text: string, blobKey: number | null = null): StoredVersion {
    return this.transaction(() => {
      const { key, version, lastUpdated } = this.#advance(type, id, false);
      const body = stampResource(text, id, { versionId: String(version), lastUpdated: new Date(lastUpdated).toISOString() });
      this.#statements
        .prepare('INSERT INTO resource_version (resource_key, version, last_updated, deleted, body, blob_key) VALUES (?, ?, ?, 0, ?, ?)')
        .run(key, version, lastUpdated, body, blobKey);
      this.#index(key, type, body);
      return { type, id, version, lastUpdated, deleted: false, body, blobKey };
    });
  }

  /** Leaves a tombstone; older versions stay readable by their number. */
  remove(type: ResourceType, id: string): Tombstone {
    return this.transaction(() => {
      const { key, version, lastUpdated } = this.#advance(type, id, true);
      this.#statements
        .prepare('INSERT INTO resource_version (resource_key, version, last_updated, deleted) VALUES (?, ?, ?, 1)')
        .run(key, version, lastUpdated);
      this.#statements.prepare('DELETE FROM search_value WHERE resource_key = ?').run(key);
      return { type, id, version, lastUpdated, deleted: true };
    });
  }

  search(request: SearchRequest): SearchPage {
    const selective = this.#selective(request);
    const total = request.total ? this.#count(request, selective) : undefined;
    if (request.count === 0) return { matches: [], next: undefined, total };
    const horizon = followsChanges(request.sort) ? undefined : (request.cursor?.horizon ?? this.#newest());
    const { sql, parameters } = compileSearch(request, horizon, selective);
    const rows = this.#statements
      .prepare<(string | number)[], Readonly<Record<string, string | number>> & { readonly id: string; readonly body: string }>(sql)
      .all(...parameters, request.count + 1);
    const matches = rows.slice(0, request.count);
    const last = matches.at(-1);
    const more = rows.length > request.count && last !== undefined;
    return { matches, next: more ? { horizon, after: sortColumns(request.sort).map((column) => last[column] ?? '') } : undefined, total };
  }

  /** Where nothing that is asked is known to lead to few, the search index is asked whether it does. */
  #selective({ criteria }: SearchRequest): Selective {
    if (criteria.some(isSelective)) return isSelective;
    const few = new Set(criteria.filter((criterion) => this.#leadsToFew(criterion)));
    return (criterion) => few.has(criterion) || isSelective(criterion);
  }

  /** Counts no further than it has to. */
  #leadsToFew(criterion: Criterion): boolean {
    const asked = lookUps(criterion);
    if (asked === undefined) return false;
    let left = this.#fewMatches;
    for (const { sql, parameters } of asked) {
      const count = this.#statements.prepare<(string | number)[], { readonly found: number }>(
        `SELECT count(*) AS found FROM (SELECT 1 FROM search_value WHERE ${sql} LIMIT ?)`,
      );
      left -= count.get(...parameters, left + 1)?.found ?? 0;
      if (left < 0) return false;
    }
    return true;
  }

  #count(request: SearchRequest, selective: Selective): number {
    const { sql, parameters } = compileCount(request, selective);
    return this.#statements.prepare<(string | number)[], { readonly total: number }>(sql).get(...parameters)?.total ?? 0;
  }

  #advance(type: ResourceType, id: string, deleted: boolean): { readonly key: number; readonly version: number; readonly lastUpdated: number } {
    // The wall clock may stand still or step back; instants may not.
    const lastUpdated = Math.max(this.#now(), this.#newest() + 1);
    const row = this.#statements
      .prepare<[string, string, number, number], { readonly key: number; readonly version: number }>(
        `INSERT INTO resource (type, id, version, last_updated, deleted) VALUES (?, ?, 1, ?, ?)
         ON CONFLICT (type, id) DO UPDATE SET version = version + 1, last_updated = excluded.last_updated, deleted = excluded.deleted
         RETURNING key, version`,
      )
      .get(type, id, lastUpdated, deleted ? 1 : 0);
    if (row === undefined) throw new Error('the resource row was not written');
    return { ...row, lastUpdated };
  }

  #newest(): number {
    const row = this.#statements.prepare<[], { readonly newest: number | null }>('SELECT max(last_updated) AS newest FROM resource').get();
    return row?.newest ?? 0;
  }

  #index(key: number, type: ResourceType, body: string): void {
    this.#statements.prepare('DELETE FROM search_value WHERE resource_key = ?').run(key);
    const insert = this.#statements.prepare('INSERT INTO search_value (resource_key, parameter, system, value, low, high) VALUES (?, ?, ?, ?, ?, ?)');
    const resource = JSON.parse(body) as Readonly<Record<string, unknown>>;
    for (const parameter of searchParameters[type]) {
      for (const value of parameter.values(resource, this.#base())) {
        insert.run(key, value.facet === undefined ? parameter.name : `${parameter.name}:${value.facet}`, value.system, value.value, value.low, value.high);
      }
    }
  }
}

function versionOf(type: ResourceType, id: string, row: VersionRow): StoredVersion | Tombstone {
  const version = { type, id, version: row.version, lastUpdated: row.last_updated };
  return row.body === null ? { ...version, deleted: true } : { ...version, deleted: false, body: row.body, blobKey: row.blob_key };
}
