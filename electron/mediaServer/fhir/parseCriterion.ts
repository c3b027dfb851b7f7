import { parseDateRange, type DateRange } from './dates.ts';
import { refuse, type Refusal } from './outcome.ts';
import { searchParameter, type ResourceType, type SearchParameter } from './searchParameters.ts';

/** https://hl7.org/fhir/R4/search.html#prefix; `ap` widens the span it was given to and becomes `overlaps`. */
const datePrefixes = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb', 'ap'] as const;
export interface DateTest extends DateRange {
  readonly prefix: (typeof datePrefixes)[number];
}

/** `system` undefined: any; null: none. `value` undefined: any. */
export interface TokenTest {
  readonly system?: string | null;
  readonly value?: string;
}

export type ReferenceTest = { readonly type?: string; readonly id: string } | { readonly url: string };

/** Criteria all hold; within one, any alternative will do. */
export type Criterion =
  | { readonly kind: 'id'; readonly ids: readonly string[] }
  | { readonly kind: 'lastUpdated'; readonly tests: readonly DateTest[] }
  | { readonly kind: 'missing'; readonly parameter: string; readonly missing: boolean }
  | { readonly kind: 'date'; readonly parameter: string; readonly tests: readonly DateTest[] }
  | { readonly kind: 'string'; readonly parameter: string; readonly match: 'starts' | 'contains' | 'exact'; readonly texts: readonly string[] }
  | { readonly kind: 'token'; readonly parameter: string; readonly tokens: readonly TokenTest[]; readonly negated?: true }
  | { readonly kind: 'uri'; readonly parameter: string; readonly uris: readonly string[] }
  | { readonly kind: 'reference'; readonly parameter: string; readonly targets: readonly ReferenceTest[] }
  /** Leads to a resource of one of these types for which the criterion of that type holds. */
  | { readonly kind: 'chain'; readonly parameter: string; readonly targets: readonly { readonly type: ResourceType; readonly criterion: Criterion }[] };

export interface SearchContext {
  /** This server's FHIR base url. */
  readonly base: string;
  /** Milliseconds since 1970; what `ap` measures its distance from. */
  readonly now: number;
}

const deepestChain = 3;

/**
 * Unknown parameters, modifiers and values are refused, never ignored: a filter that is dropped shows another patient's pictures.
 * @param name with its modifier or chain, as in `created`, `type:not`, `patient.identifier`, `subject:Patient.name:exact`.
 * @throws Refusal 400.
 */
export function parseCriterion(type: ResourceType, name: string, value: string, context: SearchContext, depth = 0): Criterion {
  const dot = name.indexOf('.');
  if (dot >= 0) return parseChain(type, name.slice(0, dot), name.slice(dot + 1), value, context, depth);
  const [plain = '', modifier, ...more] = name.split(':');
  const alternatives = splitRawAlternatives(value);
  if (alternatives.includes('')) throw refuse(400, 'value', `${safe(name)} has no value`);
  if (modifier === undefined && plain === '_id') return { kind: 'id', ids: alternatives.map(unescape) };
  if (modifier === undefined && plain === '_lastUpdated') return { kind: 'lastUpdated', tests: alternatives.map((text) => parseDateTest(plain, text, context)) };
  const parameter = searchParameter(type, plain);
  if (parameter === undefined) throw unknownParameter(type, name);
  if (more.length > 0) throw unknownModifier(name);
  if (modifier === 'missing') {
    if (value !== 'true' && value !== 'false') throw refuse(400, 'value', `${safe(name)} is true or false`);
    return { kind: 'missing', parameter: plain, missing: value === 'true' };
  }
  return criterionOf(parameter, modifier, alternatives, context);
}

function criterionOf(parameter: SearchParameter, modifier: string | undefined, alternatives: readonly string[], context: SearchContext): Criterion {
  const { name, type } = parameter;
  const refused = () => unknownModifier(`${name}:${modifier ?? ''}`);
  switch (type) {
    case 'date':
      if (modifier !== undefined) throw refused();
      return { kind: 'date', parameter: name, tests: alternatives.map((text) => parseDateTest(name, text, context)) };
    case 'string': {
      if (modifier !== undefined && modifier !== 'exact' && modifier !== 'contains') throw refused();
      return { kind: 'string', parameter: name, match: modifier ?? 'starts', texts: alternatives.map(unescape) };
    }
    case 'uri':
      if (modifier !== undefined) throw refused();
      return { kind: 'uri', parameter: name, uris: alternatives.map(unescape) };
    case 'token':
      if (modifier === 'text') return { kind: 'string', parameter: `${name}:text`, match: 'starts', texts: alternatives.map(unescape) };
      if (modifier !== undefined && modifier !== 'not') throw refused();
      return { kind: 'token', parameter: name, tokens: alternatives.map((text) => parseToken(name, text)), ...(modifier === 'not' ? { negated: true } : {}) };
    case 'reference':
      if (modifier === 'identifier') return { kind: 'token', parameter: `${name}:identifier`, tokens: alternatives.map((text) => parseToken(name, text)) };
      return { kind: 'reference', parameter: name, targets: alternatives.map((text) => parseTarget(name, unescape(text), modifier, context.base)) };
  }
}

function parseChain(type: ResourceType, link: string, rest: string, value: string, context: SearchContext, depth: number): Criterion {
  const [plain = '', chosen, ...more] = link.split(':');
  const parameter = searchParameter(type, plain);
  if (parameter?.targets === undefined) throw unknownParameter(type, `${link}.${rest}`);
  if (more.length > 0 || depth >= deepestChain) throw unknownModifier(`${link}.${rest}`);
  const [wanted = ''] = rest.split(/[.:]/, 1);
  const types = parameter.targets.filter(
    (target) => (chosen === undefined || chosen === target) && (['_id', '_lastUpdated'].includes(wanted) || searchParameter(target, wanted) !== undefined),
  );
  if (types.length === 0) throw unknownParameter(type, `${link}.${rest}`);
  return { kind: 'chain', parameter: plain, targets: types.map((target) => ({ type: target, criterion: parseCriterion(target, rest, value, context, depth + 1) })) };
}

function parseDateTest(name: string, text: string, { now }: SearchContext): DateTest {
  const prefix = datePrefixes.find((candidate) => text.startsWith(candidate));
  const range = parseDateRange(prefix === undefined ? text : text.slice(2));
  if (range === undefined) {
    throw refuse(400, 'value', `${name} is a date or an instant with its zone ("+" written %2B), after ${datePrefixes.join(', ')} or nothing`);
  }
  if (prefix !== 'ap') return { prefix: prefix ?? 'eq', ...range };
  // A tenth of the distance from now, as R4 recommends.
  const leeway = Math.abs(now - range.low) / 10;
  return { prefix, low: Math.floor(range.low - leeway), high: Math.ceil(range.high + leeway) };
}

function parseToken(name: string, raw: string): TokenTest {
  const bar = /(?<!\\)\|/.exec(raw);
  if (bar === null) return { value: unescape(raw) };
  const system = unescape(raw.slice(0, bar.index));
  const value = unescape(raw.slice(bar.index + 1));
  if (system === '' && value === '') throw refuse(400, 'value', `${name} is a code, |code, system| or system|code`);
  return { system: system === '' ? null : system, ...(value === '' ? {} : { value }) };
}

/** @param type by modifier, as in `subject:Patient=p1`. */
function parseTarget(name: string, text: string, type: string | undefined, base: string): ReferenceTest {
  if (type !== undefined && !/^[A-Z][A-Za-z]+$/.test(type)) throw unknownModifier(`${name}:${type}`);
  const relative = text.startsWith(`${base}/`) ? text.slice(base.length + 1) : text;
  const match = /^(?:([A-Z][A-Za-z]+)\/)?([A-Za-z0-9\-.]{1,64})$/.exec(relative);
  if (match?.[2] !== undefined) {
    const named = match[1];
    if (named !== undefined && type !== undefined && named !== type) throw refuse(400, 'value', `${name} names two types`);
    const wanted = named ?? type;
    return wanted === undefined ? { id: match[2] } : { type: wanted, id: match[2] };
  }
  if (type === undefined && /^(https?:\/\/|urn:)\S+$/.test(text)) return { url: text };
  throw refuse(400, 'value', `${name} is an id, Type/id, or a url`);
}

/** `\,` `\|` `\$` `\\` stand for themselves. https://hl7.org/fhir/R4/search.html#escaping */
function splitRawAlternatives(value: string): readonly string[] {
  return value.match(/(?:\\.|[^,\\])+|(?<=^|,)(?=,|$)/gs) ?? [''];
}

function unescape(text: string): string {
  return text.replace(/\\([,|$\\])/g, '$1');
}

function unknownParameter(type: ResourceType, name: string): Refusal {
  return refuse(400, 'not-supported', `unknown search parameter ${safe(name)} for ${type}`);
}

function unknownModifier(name: string): Refusal {
  return refuse(400, 'not-supported', `unknown modifier in ${safe(name)}`);
}

/** Parameter names come from outside: what is answered is short and plain. */
export function safe(name: string): string {
  return name.replace(/[^\w.:-]/g, '?').slice(0, 60);
}
