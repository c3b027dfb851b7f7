import type { Criterion, DateTest, SearchRequest } from '../fhir/parseSearch.ts';

interface Sql {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

/**
 * One page's SELECT of (id, body, position); its last parameter, the limit, is left to the caller. Oldest first, a match stands at its
 * last change. Newest first, it stands at its last change up to `horizon`, so that one changed during the walk does not jump over it.
 */
export function compileSearch(request: SearchRequest, horizon: number | undefined): Sql {
  const criteria = request.criteria.map(compileCriterion);
  const position = request.cursor?.position;
  if (horizon === undefined) return ordered([matches(request, criteria, current, position === undefined ? [] : [{ sql: 'position > ?', parameters: [position] }])], 'ASC');
  const before: readonly Sql[] = position === undefined ? [] : [{ sql: 'position < ?', parameters: [position] }];
  return ordered(
    [
      // Nearly all, straight from the index ...
      matches(request, criteria, current, [{ sql: 'r.last_updated <= ?', parameters: [horizon] }, ...before]),
      // ... and those changed since the walk began, where they stood then; what is new since then stood nowhere.
      matches(request, criteria, standing(horizon), [{ sql: 'r.last_updated > ?', parameters: [horizon] }, { sql: 'position IS NOT NULL', parameters: [] }, ...before]),
    ],
    'DESC',
  );
}

const current: Sql = { sql: 'r.last_updated', parameters: [] };

function standing(horizon: number): Sql {
  return {
    sql: '(SELECT max(h.last_updated) FROM resource_version h WHERE h.resource_key = r.key AND h.last_updated <= ?)',
    parameters: [horizon],
  };
}

function matches(request: SearchRequest, criteria: readonly Sql[], position: Sql, more: readonly Sql[]): Sql {
  // Unary plus keeps SQLite from walking the whole type in order of change when the search index leads to a few.
  const type = request.criteria.some(isSelective) ? '+r.type = ?' : 'r.type = ?';
  const conditions = [{ sql: type, parameters: [request.type] }, { sql: 'r.deleted = 0', parameters: [] }, ...criteria, ...more];
  return {
    sql: `SELECT r.id, v.body, ${position.sql} AS position FROM resource r
      JOIN resource_version v ON v.resource_key = r.key AND v.version = r.version WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`,
    parameters: [...position.parameters, ...conditions.flatMap(({ parameters }) => parameters)],
  };
}

function isSelective(criterion: Criterion): boolean {
  return criterion.kind !== 'lastUpdated' && criterion.kind !== 'id';
}

function ordered(selects: readonly Sql[], direction: 'ASC' | 'DESC'): Sql {
  return {
    sql: `${selects.map(({ sql }) => sql).join(' UNION ALL ')} ORDER BY position ${direction} LIMIT ?`,
    parameters: selects.flatMap(({ parameters }) => parameters),
  };
}

function compileCriterion(criterion: Criterion): Sql {
  switch (criterion.kind) {
    case 'id':
      return { sql: `r.id IN (${criterion.ids.map(() => '?').join(', ')})`, parameters: criterion.ids };
    case 'lastUpdated':
      return any(criterion.tests.map((test) => compileDateTest(test, 'r.last_updated', '(r.last_updated + 1)')));
    case 'date':
      return indexed(criterion.parameter, criterion.tests.map((test) => compileDateTest(test, 'low', 'high')));
    case 'string':
      return indexed(
        criterion.parameter,
        // A prefix is the range up to the largest character.
        criterion.starts.map((start) => ({ sql: '(value >= ? AND value < ?)', parameters: [start, `${start}\u{10FFFF}`] })),
      );
    case 'token':
      return indexed(criterion.parameter, criterion.tokens.map(compileToken));
    case 'reference':
      return indexed(
        criterion.parameter,
        criterion.targets.map(({ type, id }) =>
          type === undefined ? { sql: 'value = ?', parameters: [id] } : { sql: '(system = ? AND value = ?)', parameters: [type, id] },
        ),
      );
  }
}

function compileToken(token: { readonly system?: string | null; readonly value?: string }): Sql {
  const system: Sql[] = token.system === undefined ? [] : token.system === null ? [{ sql: 'system IS NULL', parameters: [] }] : [{ sql: 'system = ?', parameters: [token.system] }];
  const value: Sql[] = token.value === undefined ? [] : [{ sql: 'value = ?', parameters: [token.value] }];
  const both = [...value, ...system];
  return { sql: `(${both.map(({ sql }) => sql).join(' AND ')})`, parameters: both.flatMap(({ parameters }) => parameters) };
}

/** Both sides are spans. https://hl7.org/fhir/R4/search.html#prefix */
function compileDateTest(test: DateTest, low: string, high: string): Sql {
  const within: Sql = { sql: `(${low} >= ? AND ${high} <= ?)`, parameters: [test.low, test.high] };
  const above: Sql = { sql: `${high} > ?`, parameters: [test.high] };
  const below: Sql = { sql: `${low} < ?`, parameters: [test.low] };
  switch (test.prefix) {
    case 'eq':
      return within;
    case 'gt':
      return above;
    case 'lt':
      return below;
    case 'ge':
      return any([above, within]);
    case 'le':
      return any([below, within]);
  }
}

function indexed(parameter: string, alternatives: readonly Sql[]): Sql {
  const match = any(alternatives);
  return { sql: `r.key IN (SELECT resource_key FROM search_value WHERE parameter = ? AND ${match.sql})`, parameters: [parameter, ...match.parameters] };
}

function any(alternatives: readonly Sql[]): Sql {
  return { sql: `(${alternatives.map(({ sql }) => sql).join(' OR ')})`, parameters: alternatives.flatMap(({ parameters }) => parameters) };
}
