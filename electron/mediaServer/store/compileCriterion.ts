import type { Criterion, DateTest, ReferenceTest, TokenTest } from '../fhir/parseCriterion.ts';
import { foldText } from '../fhir/searchValues.ts';

export interface Sql {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

/** Parameters whose values lead to few resources: worth asking first. */
const selectiveParameters = new Set(['identifier', 'birthdate']);

/** Whether the search index leads from here to few resources, so that walking all of them in order would be slower. */
export type Selective = (criterion: Criterion) => boolean;

/** By what is asked, whatever lies in the store. */
export function isSelective(criterion: Criterion): boolean {
  switch (criterion.kind) {
    case 'id':
    case 'reference':
    case 'chain':
    case 'string':
      return true;
    case 'token':
      return criterion.negated === undefined && (selectiveParameters.has(criterion.parameter) || criterion.parameter.endsWith(':identifier'));
    case 'date':
      return selectiveParameters.has(criterion.parameter);
    case 'lastUpdated':
    case 'missing':
    case 'uri':
      return false;
  }
}

/**
 * What a criterion asks of `search_value`, each alternative by itself, where an index leads straight to the rows.
 * @returns undefined where many rows would be read to find a few.
 */
export function lookUps(criterion: Criterion): readonly Sql[] | undefined {
  switch (criterion.kind) {
    case 'uri':
      return criterion.uris.map((uri) => ofParameter(criterion.parameter, compileUri(uri)));
    case 'token':
      if (criterion.negated === true || !criterion.tokens.every(({ value }) => value !== undefined)) return undefined;
      return criterion.tokens.map((token) => ofParameter(criterion.parameter, compileToken(token)));
    case 'id':
    case 'lastUpdated':
    case 'missing':
    case 'date':
    case 'string':
    case 'reference':
    case 'chain':
      return undefined;
  }
}

function ofParameter(parameter: string, { sql, parameters }: Sql): Sql {
  return { sql: `parameter = ? AND ${sql}`, parameters: [parameter, ...parameters] };
}

/** @param alias of the row of `resource` that is asked. */
export function compileCriterion(criterion: Criterion, selective: Selective = isSelective, alias = 'r'): Sql {
  switch (criterion.kind) {
    case 'id':
      return { sql: `${alias}.id IN (${criterion.ids.map(() => '?').join(', ')})`, parameters: criterion.ids };
    case 'lastUpdated':
      return any(criterion.tests.map((test) => compileDateTest(test, `${alias}.last_updated`, `(${alias}.last_updated + 1)`)));
    case 'missing':
      return {
        sql: `${criterion.missing ? 'NOT ' : ''}EXISTS (SELECT 1 FROM search_value WHERE resource_key = ${alias}.key AND parameter = ?)`,
        parameters: [criterion.parameter],
      };
    case 'chain':
      return compileChain(criterion, selective, alias);
    case 'date':
      return indexed(alias, selective(criterion), criterion, criterion.tests.map((test) => compileDateTest(test, 'low', 'high')));
    case 'string':
      return indexed(alias, selective(criterion), criterion, criterion.texts.map((text) => compileText(criterion.match, text)));
    case 'token':
      return indexed(alias, selective(criterion), criterion, criterion.tokens.map(compileToken));
    case 'uri':
      return indexed(alias, selective(criterion), criterion, criterion.uris.map(compileUri));
    case 'reference':
      return indexed(alias, selective(criterion), criterion, criterion.targets.map(compileReference));
  }
}

/** A few keys from the index, or a look at each resource in turn: whichever reads less. */
function indexed(alias: string, selective: boolean, criterion: Extract<Criterion, { readonly parameter: string }>, alternatives: readonly Sql[]): Sql {
  if (selective) {
    // Each by itself, for SQLite would read the whole parameter to find one of several.
    const asked = alternatives.map((alternative) => ofParameter(criterion.parameter, alternative));
    const keys = asked.map(({ sql }) => `SELECT resource_key FROM search_value WHERE ${sql}`).join(' UNION ALL ');
    return { sql: `${alias}.key IN (${keys})`, parameters: asked.flatMap(({ parameters }) => parameters) };
  }
  const match = any(alternatives);
  const parameters = [criterion.parameter, ...match.parameters];
  const not = criterion.kind === 'token' && criterion.negated === true ? 'NOT ' : '';
  return { sql: `${not}EXISTS (SELECT 1 FROM search_value WHERE resource_key = ${alias}.key AND parameter = ? AND ${match.sql})`, parameters };
}

function compileChain(criterion: Extract<Criterion, { readonly kind: 'chain' }>, selective: Selective, alias: string): Sql {
  const target = `${alias}t`;
  const targets = criterion.targets.map(({ type, criterion: wanted }) => {
    const condition = compileCriterion(wanted, selective, target);
    return { sql: `(${target}.type = ? AND ${condition.sql})`, parameters: [type, ...condition.parameters] };
  });
  const match = any(targets);
  return {
    sql: `${alias}.key IN (SELECT ${alias}s.resource_key FROM resource ${target}
      JOIN search_value ${alias}s ON ${alias}s.parameter = ? AND ${alias}s.value = ${target}.id AND ${alias}s.system = ${target}.type
      WHERE ${target}.deleted = 0 AND ${match.sql})`,
    parameters: [criterion.parameter, ...match.parameters],
  };
}

function compileText(match: 'starts' | 'contains' | 'exact', text: string): Sql {
  const folded = foldText(text);
  switch (match) {
    case 'starts':
      // A prefix is the range up to the largest character.
      return { sql: '(value >= ? AND value < ?)', parameters: [folded, `${folded}\u{10FFFF}`] };
    case 'contains':
      return { sql: 'instr(value, ?) > 0', parameters: [folded] };
    case 'exact':
      return { sql: '(value = ? AND system = ?)', parameters: [folded, text] };
  }
}

function compileToken(token: TokenTest): Sql {
  const system: Sql[] = token.system === undefined ? [] : token.system === null ? [{ sql: 'system IS NULL', parameters: [] }] : [{ sql: 'system = ?', parameters: [token.system] }];
  const value: Sql[] = token.value === undefined ? [] : [{ sql: 'value = ?', parameters: [token.value] }];
  const both = [...value, ...system];
  return { sql: `(${both.map(({ sql }) => sql).join(' AND ')})`, parameters: both.flatMap(({ parameters }) => parameters) };
}

function compileUri(uri: string): Sql {
  return { sql: 'value = ?', parameters: [uri] };
}

function compileReference(target: ReferenceTest): Sql {
  if ('url' in target) return { sql: '(system IS NULL AND value = ?)', parameters: [target.url] };
  if (target.type === undefined) return { sql: '(system IS NOT NULL AND value = ?)', parameters: [target.id] };
  return { sql: '(system = ? AND value = ?)', parameters: [target.type, target.id] };
}

/** Both sides are spans. https://hl7.org/fhir/R4/search.html#prefix */
function compileDateTest(test: DateTest, low: string, high: string): Sql {
  const within: Sql = { sql: `(${low} >= ? AND ${high} <= ?)`, parameters: [test.low, test.high] };
  const above: Sql = { sql: `${high} > ?`, parameters: [test.high] };
  const below: Sql = { sql: `${low} < ?`, parameters: [test.low] };
  switch (test.prefix) {
    case 'eq':
      return within;
    case 'ne':
      return { sql: `NOT ${within.sql}`, parameters: within.parameters };
    case 'gt':
      return above;
    case 'lt':
      return below;
    case 'ge':
      return any([above, within]);
    case 'le':
      return any([below, within]);
    case 'sa':
      return { sql: `${low} >= ?`, parameters: [test.high] };
    case 'eb':
      return { sql: `${high} <= ?`, parameters: [test.low] };
    case 'ap':
      return { sql: `(${low} < ? AND ${high} > ?)`, parameters: [test.high, test.low] };
  }
}

function any(alternatives: readonly Sql[]): Sql {
  return { sql: `(${alternatives.map(({ sql }) => sql).join(' OR ')})`, parameters: alternatives.flatMap(({ parameters }) => parameters) };
}
