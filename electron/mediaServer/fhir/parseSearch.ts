import { parseDateRange, type DateRange } from './dates.ts';
import { refuse } from './outcome.ts';
import { foldText, searchParameters, type ResourceType, type SearchParameter } from './searchParameters.ts';

/** https://hl7.org/fhir/R4/search.html#prefix; those this server understands. */
const datePrefixes = ['eq', 'gt', 'ge', 'lt', 'le'] as const;
export type DatePrefix = (typeof datePrefixes)[number];
export interface DateTest extends DateRange {
  readonly prefix: DatePrefix;
}

/** Criteria all hold; within one, any alternative will do. */
export type Criterion =
  | { readonly kind: 'id'; readonly ids: readonly string[] }
  | { readonly kind: 'lastUpdated'; readonly tests: readonly DateTest[] }
  | { readonly kind: 'date'; readonly parameter: string; readonly tests: readonly DateTest[] }
  | { readonly kind: 'string'; readonly parameter: string; readonly starts: readonly string[] }
  /** `system` undefined: any; null: none. `value` undefined: any. */
  | { readonly kind: 'token'; readonly parameter: string; readonly tokens: readonly { readonly system?: string | null; readonly value?: string }[] }
  | { readonly kind: 'reference'; readonly parameter: string; readonly targets: readonly { readonly type?: string; readonly id: string }[] };

/**
 * Where a page ended. `before`: the instant of the last match shown. `horizon`: newest change when a newest-first walk began; a match
 * changed since then keeps its place in the walk, so that it is not missed.
 */
export interface Cursor {
  readonly position: number;
  readonly horizon: number | undefined;
}

export interface SearchRequest {
  readonly type: ResourceType;
  readonly criteria: readonly Criterion[];
  readonly newestFirst: boolean;
  readonly count: number;
  readonly cursor: Cursor | undefined;
  /** The parameters as understood, for `self` and `next`. */
  readonly parameters: readonly (readonly [string, string])[];
}

const defaultCount = 50;
const largestCount = 1000;

/**
 * Unknown parameters, modifiers and values are refused, never ignored: a filter that is dropped shows another patient's pictures.
 * @throws Refusal 400.
 */
export function parseSearch(type: ResourceType, query: URLSearchParams, base: string): SearchRequest {
  const criteria: Criterion[] = [];
  const parameters: (readonly [string, string])[] = [];
  let newestFirst = false;
  let count = defaultCount;
  let cursor: Cursor | undefined;
  for (const [name, value] of query) {
    if (name === '_count') {
      if (!/^[1-9]\d{0,8}$/.test(value)) throw refuse(400, 'value', '_count must be a positive number');
      count = Math.min(Number(value), largestCount);
      continue;
    }
    if (name === '_cursor') {
      cursor = parseCursor(value);
      continue;
    }
    parameters.push([name, value]);
    if (name === '_sort') {
      if (value !== '_lastUpdated' && value !== '-_lastUpdated') throw refuse(400, 'not-supported', '_sort must be _lastUpdated or -_lastUpdated');
      newestFirst = value.startsWith('-');
    } else if (name === '_format') {
      if (!['json', 'application/json', 'application/fhir+json'].includes(value)) throw refuse(400, 'not-supported', 'this server speaks JSON only');
    } else criteria.push(parseCriterion(type, name, value, base));
  }
  if (cursor !== undefined && newestFirst !== (cursor.horizon !== undefined)) throw refuse(400, 'value', '_cursor belongs to another search');
  return { type, criteria, newestFirst, count, cursor, parameters: [...parameters, ['_count', String(count)]] };
}

export function formatCursor(cursor: Cursor): string {
  return cursor.horizon === undefined ? String(cursor.position) : `${String(cursor.position)}.${String(cursor.horizon)}`;
}

function parseCursor(text: string): Cursor {
  const match = /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(text);
  if (match === null) throw refuse(400, 'value', '_cursor is not one that this server gave');
  return { position: Number(match[1]), horizon: match[2] === undefined ? undefined : Number(match[2]) };
}

function parseCriterion(type: ResourceType, name: string, value: string, base: string): Criterion {
  const alternatives = splitAlternatives(value);
  if (alternatives.some((alternative) => alternative === '')) throw refuse(400, 'value', `${safe(name)} has no value`);
  if (name === '_id') return { kind: 'id', ids: alternatives };
  if (name === '_lastUpdated') return { kind: 'lastUpdated', tests: alternatives.map((alternative) => parseDateTest(name, alternative)) };
  const parameter = searchParameters[type].find((candidate) => candidate.name === name);
  if (parameter === undefined) throw refuse(400, 'not-supported', `unknown search parameter ${safe(name)} for ${type}`);
  return criterionOf(parameter, alternatives, value, base);
}

function criterionOf(parameter: SearchParameter, alternatives: readonly string[], value: string, base: string): Criterion {
  switch (parameter.type) {
    case 'date':
      return { kind: 'date', parameter: parameter.name, tests: alternatives.map((alternative) => parseDateTest(parameter.name, alternative)) };
    case 'string':
      return { kind: 'string', parameter: parameter.name, starts: alternatives.map(foldText) };
    case 'token':
      return { kind: 'token', parameter: parameter.name, tokens: splitRawAlternatives(value).map(parseToken) };
    case 'reference':
      return { kind: 'reference', parameter: parameter.name, targets: alternatives.map((alternative) => parseTarget(parameter.name, alternative, base)) };
  }
}

function parseDateTest(name: string, text: string): DateTest {
  const prefix = datePrefixes.find((candidate) => text.startsWith(candidate));
  const range = parseDateRange(prefix === undefined ? text : text.slice(2));
  if (range === undefined) {
    throw refuse(400, 'value', `${name} is a date or an instant with its zone ("+" written %2B), after eq, gt, ge, lt, le or nothing`);
  }
  return { prefix: prefix ?? 'eq', ...range };
}

function parseToken(raw: string): { readonly system?: string | null; readonly value?: string } {
  const bar = /(?<!\\)\|/.exec(raw);
  if (bar === null) return { value: unescape(raw) };
  const system = unescape(raw.slice(0, bar.index));
  const value = unescape(raw.slice(bar.index + 1));
  return { system: system === '' ? null : system, ...(value === '' ? {} : { value }) };
}

function parseTarget(name: string, text: string, base: string): { readonly type?: string; readonly id: string } {
  const relative = text.startsWith(`${base}/`) ? text.slice(base.length + 1) : text;
  const match = /^(?:([A-Z][A-Za-z]+)\/)?([A-Za-z0-9\-.]{1,64})$/.exec(relative);
  if (match?.[2] === undefined) throw refuse(400, 'value', `${name} is an id, Type/id, or a url of this server`);
  return match[1] === undefined ? { id: match[2] } : { type: match[1], id: match[2] };
}

/** `\,` `\|` `\$` `\\` stand for themselves. https://hl7.org/fhir/R4/search.html#escaping */
function splitRawAlternatives(value: string): readonly string[] {
  return value.match(/(?:\\.|[^,\\])+|(?<=^|,)(?=,|$)/gs) ?? [''];
}

function splitAlternatives(value: string): readonly string[] {
  return splitRawAlternatives(value).map(unescape);
}

function unescape(text: string): string {
  return text.replace(/\\([,|$\\])/g, '$1');
}

/** Parameter names come from outside: what is answered is short and plain. */
function safe(name: string): string {
  return name.replace(/[^\w.:-]/g, '?').slice(0, 60);
}
