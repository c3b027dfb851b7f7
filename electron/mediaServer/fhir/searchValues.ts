import { parseDateRange } from './dates.ts';
import { isObject } from './resourceText.ts';
import { parseReference } from './references.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Sorted before and after every instant: the ends of a Period that are left open. */
export const earliest = -8.64e15;
const latest = 8.64e15;

/**
 * One row of the search index. token: `system` and code `value`; reference: target type and id, or no type and a url; string:
 * the text as written in `system` and folded in `value`; uri: `value`; date: [low, high) in ms since 1970. All null: there is something
 * here, but nothing to search by except `:missing`. `facet` is what the modifier of that name searches instead of the value.
 */
export interface SearchValue {
  readonly facet?: 'text' | 'identifier';
  readonly system: string | null;
  readonly value: string | null;
  readonly low: number | null;
  readonly high: number | null;
}

function row(values: Partial<SearchValue>): SearchValue {
  return { system: null, value: null, low: null, high: null, ...values };
}

/** An element that is there although nothing of it can be searched. */
function orPresent(rows: readonly SearchValue[], element: unknown): readonly SearchValue[] {
  return element !== undefined && rows.every(({ facet }) => facet !== undefined) ? [...rows, row({})] : rows;
}

/** Identifier 0..*. `:text` reads the text of its type. */
export function identifierValues(element: unknown): readonly SearchValue[] {
  const rows = objects(element).flatMap((entry) => [...identifierRow(entry), ...(isObject(entry['type']) ? textRow(text(entry['type']['text'])) : [])]);
  return orPresent(rows, element);
}

function identifierRow(entry: Json): readonly SearchValue[] {
  return typeof entry['value'] === 'string' ? [row({ system: text(entry['system']), value: entry['value'] })] : [];
}

/** CodeableConcept or Coding, one or many. `:text` reads text and displays. */
export function conceptValues(element: unknown): readonly SearchValue[] {
  const rows = objects(element).flatMap((concept) => {
    const codings = 'coding' in concept ? objects(concept['coding']) : [concept];
    return [
      ...codings.flatMap((coding) => (typeof coding['code'] === 'string' ? [row({ system: text(coding['system']), value: coding['code'] })] : [])),
      ...[concept['text'], ...codings.map((coding) => coding['display'])].flatMap((said) => textRow(text(said))),
    ];
  });
  return orPresent(rows, element);
}

/** @param system the code system that the element's binding implies. */
export function codeValues(element: unknown, system: string): readonly SearchValue[] {
  return typeof element === 'string' ? [row({ system, value: element })] : orPresent([], element);
}

/**
 * Reference, one or many. One that leads away from this server is found by its url; `:identifier` reads the reference's own identifier.
 * @param only the type of target it is about; others are left out.
 */
export function referenceValues(element: unknown, base: string, only?: string): readonly SearchValue[] {
  return objects(element).flatMap((reference) => {
    const written = text(reference['reference']);
    const target = written === null ? undefined : parseReference(written, base);
    const type = target?.type ?? text(reference['type']) ?? typeInUrl(written);
    if (only !== undefined && type !== only) return [];
    const found =
      target === undefined ? (written === null || written.startsWith('#') ? row({}) : row({ value: written })) : row({ system: target.type, value: target.id });
    const identifier = isObject(reference['identifier']) ? identifierRow(reference['identifier']) : [];
    return [found, ...identifier.map((one) => ({ ...one, facet: 'identifier' as const }))];
  });
}

function typeInUrl(reference: string | null): string | null {
  return /\/([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}$/.exec(reference ?? '')?.[1] ?? null;
}

/** date, dateTime or instant; or a Period, whose missing end is open. */
export function dateValues(element: unknown): readonly SearchValue[] {
  if (typeof element === 'string') {
    const range = parseDateRange(element);
    return range === undefined ? [row({})] : [row(range)];
  }
  if (!isObject(element)) return [];
  const { start, end } = element;
  const first = typeof start === 'string' ? parseDateRange(start) : undefined;
  const last = typeof end === 'string' ? parseDateRange(end) : undefined;
  return first === undefined && last === undefined ? [row({})] : [row({ low: first?.low ?? earliest, high: last?.high ?? latest })];
}

function stringValues(parts: readonly unknown[]): readonly SearchValue[] {
  return parts.flatMap((part) => (typeof part === 'string' ? [row({ system: part, value: foldText(part) })] : []));
}

/** HumanName 0..*. */
export function nameValues(element: unknown, parts: readonly string[]): readonly SearchValue[] {
  return stringValues(objects(element).flatMap((name) => parts.flatMap((part) => name[part])));
}

export function uriValues(element: unknown): readonly SearchValue[] {
  return (Array.isArray(element) ? element : [element]).flatMap((uri) => (typeof uri === 'string' ? [row({ value: uri })] : []));
}

function textRow(said: string | null): readonly SearchValue[] {
  return said === null ? [] : [row({ facet: 'text', system: said, value: foldText(said) })];
}

/** Case and accents do not count in string search. https://hl7.org/fhir/R4/search.html#string */
export function foldText(value: string): string {
  return value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** One or many. */
function objects(value: unknown): readonly Json[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
