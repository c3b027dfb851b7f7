import type { SearchRequest, SortKey } from '../fhir/parseSearch.ts';
import { earliest } from '../fhir/searchValues.ts';
import { compileCriterion, type Selective, type Sql } from './compileCriterion.ts';

/** The columns a page is sorted by, before the resource's own key. */
export function sortColumns(sort: readonly SortKey[]): readonly string[] {
  return [...sort.map((_, index) => `s${String(index)}`), ...(sort.at(-1)?.reads === 'instant' ? [] : ['key'])];
}

/**
 * One page's SELECT of (id, body, and the sort columns); its last parameter, the limit, is left to the caller. Without a horizon a match
 * stands where its current version puts it. With one, a match changed since stands where it stood at the horizon, so that it does not
 * jump over the walk; what is new since then stood nowhere.
 */
export function compileSearch(request: SearchRequest, horizon: number | undefined, selective: Selective): Sql {
  const { type, sort } = request;
  const columns = sortColumns(sort);
  const order = columns.map((column, index) => `${column} ${sort[index]?.descending === true ? 'DESC' : 'ASC'}`).join(', ');
  const where = [...matching(request, selective), ...after(request, columns)];
  const current: Sql = select(sort.map((key) => currentKey(key)), '', [...where, ...(horizon === undefined ? [] : [{ sql: 'r.last_updated <= ?', parameters: [horizon] }])]);
  const pages = horizon === undefined ? [current] : [current, stoodAt(horizon, sort, where)];
  const page = pages.map(({ sql }) => sql).join(' UNION ALL ');
  return {
    sql: `SELECT page.id, v.body, ${columns.map((column) => `page.${column}`).join(', ')}
      FROM (${page} ORDER BY ${order} LIMIT ?) page JOIN resource_version v ON v.resource_key = page.key AND v.version = page.version ORDER BY ${order}`,
    parameters: pages.flatMap(({ parameters }) => parameters),
  };

  function stoodAt(instant: number, keys: readonly SortKey[], conditions: readonly Sql[]): Sql {
    return select(
      keys.map((key) => formerKey(key, type)),
      `JOIN resource_version past ON past.resource_key = r.key AND past.version =
        (SELECT max(h.version) FROM resource_version h WHERE h.resource_key = r.key AND h.last_updated <= ?)`,
      [...conditions, { sql: 'r.last_updated > ?', parameters: [instant] }, { sql: 'past.deleted = 0', parameters: [] }],
      [instant],
    );
  }
}

/** How many match, whatever the page. */
export function compileCount(request: SearchRequest, selective: Selective): Sql {
  const where = matching(request, selective);
  return { sql: `SELECT count(*) AS total FROM resource r WHERE ${conjunction(where)}`, parameters: where.flatMap(({ parameters }) => parameters) };
}

function matching(request: SearchRequest, selective: Selective): readonly Sql[] {
  // Unary plus keeps SQLite from walking the whole type in order of change when the search index leads to a few.
  const type = request.criteria.some(selective) ? '+r.type = ?' : 'r.type = ?';
  return [{ sql: type, parameters: [request.type] }, { sql: 'r.deleted = 0', parameters: [] }, ...request.criteria.map((criterion) => compileCriterion(criterion, selective))];
}

function select(keys: readonly Sql[], join: string, where: readonly Sql[], joined: readonly number[] = []): Sql {
  return {
    sql: `SELECT r.key AS key, r.id AS id, r.version AS version${keys.map(({ sql }, index) => `, ${sql} AS s${String(index)}`).join('')} FROM resource r ${join} WHERE ${conjunction(where)}`,
    parameters: [...keys.flatMap(({ parameters }) => parameters), ...joined, ...where.flatMap(({ parameters }) => parameters)],
  };
}

function conjunction(conditions: readonly Sql[]): string {
  return conditions.map(({ sql }) => sql).join(' AND ');
}

/** What has no value comes before what has. */
function currentKey({ parameter, reads, descending }: SortKey): Sql {
  if (reads === 'instant') return { sql: 'r.last_updated', parameters: [] };
  if (reads === 'id') return { sql: 'r.id', parameters: [] };
  const extreme = reads === 'text' ? (descending ? 'max(value)' : 'min(value)') : descending ? 'max(high)' : 'min(low)';
  const none = reads === 'text' ? "''" : String(earliest);
  return { sql: `COALESCE((SELECT ${extreme} FROM search_value WHERE resource_key = r.key AND parameter = ?), ${none})`, parameters: [parameter] };
}

function formerKey({ parameter, reads, descending }: SortKey, type: string): Sql {
  if (reads === 'instant') return { sql: 'past.last_updated', parameters: [] };
  if (reads === 'id') return { sql: 'r.id', parameters: [] };
  return { sql: 'sort_value(?, ?, ?, past.body)', parameters: [type, parameter, descending ? 1 : 0] };
}

/** Strictly behind the cursor, in the order of all columns. */
function after(request: SearchRequest, columns: readonly string[]): readonly Sql[] {
  const values = request.cursor?.after;
  if (values === undefined) return [];
  const steps = columns.map((column, index): Sql => {
    const equal = columns.slice(0, index).map((earlier) => `${earlier} = ?`);
    const direction = request.sort[index]?.descending === true ? '<' : '>';
    return { sql: `(${[...equal, `${column} ${direction} ?`].join(' AND ')})`, parameters: values.slice(0, index + 1) };
  });
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return [only];
  return [{ sql: `(${steps.map(({ sql }) => sql).join(' OR ')})`, parameters: steps.flatMap(({ parameters }) => parameters) }];
}
