import { z } from 'zod';
import { refuse } from './outcome.ts';
import { parseCriterion, safe, type Criterion, type SearchContext } from './parseCriterion.ts';
import { elementsNamed, summaryElements, type Subset } from './subset.ts';
import { isResourceType, searchParameter, type ResourceType, type SearchParameter } from './searchParameters.ts';

/** `instant` and `id` stand in the resource's own row, `text` and `span` are the lowest or highest value of a parameter. */
export interface SortKey {
  readonly parameter: string;
  readonly reads: 'instant' | 'id' | 'text' | 'span';
  readonly descending: boolean;
}

/**
 * Where a page ended: the sort keys of the last match shown. `horizon`: newest change when the walk began; a match changed since then keeps
 * its place in the walk, so that it is not missed. Oldest change first needs none: what changes comes again at the end.
 */
export interface Cursor {
  readonly horizon: number | undefined;
  readonly after: readonly (string | number)[];
}

export interface Include {
  readonly parameter: SearchParameter;
  readonly target: ResourceType | undefined;
}

export interface SearchRequest {
  readonly type: ResourceType;
  readonly criteria: readonly Criterion[];
  /** Never empty; nothing follows a key that is unique. */
  readonly sort: readonly SortKey[];
  /** 0: only how many there are. */
  readonly count: number;
  readonly cursor: Cursor | undefined;
  readonly total: boolean;
  readonly includes: readonly Include[];
  /** Which elements of a resource of that type are answered; undefined: all. */
  readonly subset: ((type: ResourceType) => Subset | undefined) | undefined;
  /** The parameters as understood, for `self` and `next`. */
  readonly parameters: readonly (readonly [string, string])[];
}

const defaultCount = 50;
const largestCount = 1000;
const byChange: SortKey = { parameter: '_lastUpdated', reads: 'instant', descending: false };

/** Whether the walk follows changes as they happen, and so needs no horizon. */
export function followsChanges(sort: readonly SortKey[]): boolean {
  const [first] = sort;
  return first?.reads === 'instant' && !first.descending;
}

/** @throws Refusal 400 for whatever is not understood. */
export function parseSearch(type: ResourceType, query: URLSearchParams, context: SearchContext): SearchRequest {
  const criteria: Criterion[] = [];
  const parameters: (readonly [string, string])[] = [];
  const includes: Include[] = [];
  for (const [name, value] of query) {
    if (name === '_count' || name === '_cursor') continue;
    parameters.push([name, value]);
    if (name === '_include') includes.push(parseInclude(type, value));
    else if (!Object.hasOwn(resultParameters, name)) criteria.push(parseCriterion(type, name, value, context));
  }
  const once = (name: keyof typeof resultParameters): string | undefined => {
    const [first, ...more] = query.getAll(name);
    if (more.length > 0) throw refuse(400, 'value', `${name} is given once`);
    if (first !== undefined && !resultParameters[name].test(first)) throw refuse(400, 'not-supported', `${name} is not one that this server understands`);
    return first;
  };
  once('_format');
  const summary = once('_summary');
  const elements = once('_elements');
  const count = summary === 'count' ? 0 : Math.min(Number(once('_count') ?? defaultCount), largestCount);
  const total = once('_total');
  const sort = parseSort(type, once('_sort'));
  const cursor = once('_cursor');
  return {
    type,
    criteria,
    sort,
    count,
    cursor: cursor === undefined ? undefined : parseCursor(cursor, sort),
    total: count === 0 || (total !== undefined && total !== 'none'),
    includes,
    subset: subsetOf(type, summary, elements),
    parameters: [...parameters, ['_count', String(count)]],
  };
}

/** What shapes the answer instead of choosing resources, and how it looks. */
const resultParameters = {
  _count: /^\d{1,9}$/,
  _cursor: /^[A-Za-z0-9_-]+$/,
  _sort: /^-?[\w-]+(,-?[\w-]+)*$/,
  _total: /^(none|estimate|accurate)$/,
  _summary: /^(true|false|text|data|count)$/,
  _elements: /^\w+(,\w+)*$/,
  _format: /^(json|application\/json|application\/fhir\+json)$/,
} as const;

function parseSort(type: ResourceType, value: string | undefined): readonly SortKey[] {
  if (value === undefined) return [byChange];
  const keys: SortKey[] = [];
  for (const rule of value.split(',')) {
    const key = sortKey(type, rule.replace(/^-/, ''), rule.startsWith('-'));
    keys.push(key);
    if (key.reads === 'instant' || key.reads === 'id') break;
  }
  return keys;
}

function sortKey(type: ResourceType, name: string, descending: boolean): SortKey {
  if (name === '_lastUpdated') return { parameter: name, reads: 'instant', descending };
  if (name === '_id') return { parameter: name, reads: 'id', descending };
  const parameter = searchParameter(type, name);
  if (parameter === undefined) throw refuse(400, 'not-supported', `_sort by ${safe(name)} is not possible for ${type}`);
  return { parameter: name, reads: parameter.type === 'date' ? 'span' : 'text', descending };
}

/** `Media:subject` or `Media:subject:Patient`. */
function parseInclude(type: ResourceType, value: string): Include {
  const [source, name = '', target, ...more] = value.split(':');
  const parameter = searchParameter(type, name);
  const known = target === undefined || isResourceType(target);
  if (source !== type || parameter?.type !== 'reference' || !known || more.length > 0) throw refuse(400, 'not-supported', `_include=${safe(value)} is not possible for ${type}`);
  return { parameter, target };
}

function subsetOf(type: ResourceType, summary: string | undefined, elements: string | undefined): SearchRequest['subset'] {
  if (elements !== undefined) {
    const chosen = elementsNamed(type, elements.split(','));
    return (other) => (other === type ? chosen : undefined);
  }
  if (summary === 'true' || summary === 'text' || summary === 'data') return (other) => summaryElements(other, summary);
  return undefined;
}

export function formatCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.horizon ?? null, ...cursor.after])).toString('base64url');
}

function parseCursor(text: string, sort: readonly SortKey[]): Cursor {
  const [horizon, ...after] = decodeCursor(text);
  const unique = sort.at(-1)?.reads === 'instant';
  const types = [...sort.map(({ reads }) => (reads === 'instant' || reads === 'span' ? 'number' : 'string')), ...(unique ? [] : ['number'])];
  const fits = after.length === types.length && types.every((type, index) => typeof after[index] === type) && (typeof horizon === 'number') !== followsChanges(sort);
  if (!fits) throw refuse(400, 'value', '_cursor belongs to another search');
  return { horizon: typeof horizon === 'number' ? horizon : undefined, after: after.filter((value) => value !== null) };
}

const cursorSchema = z.array(z.union([z.string(), z.number(), z.null()]));

function decodeCursor(text: string): readonly (string | number | null)[] {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw refuse(400, 'value', '_cursor is not one that this server gave');
  }
}
