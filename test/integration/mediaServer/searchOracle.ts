import { z } from 'zod';

/**
 * R4's search as naively as it can be written: one Media and one parameter at a time, over the JSON itself. It shares nothing with the
 * server. https://hl7.org/fhir/R4/search.html
 */
const conceptSchema = z.object({ coding: z.array(z.object({ system: z.string().optional(), code: z.string().optional(), display: z.string().optional() })).optional(), text: z.string().optional() });
const referenceSchema = z.object({ reference: z.string().optional(), identifier: z.object({ system: z.string().optional(), value: z.string().optional() }).optional() });
export const oracleMediaSchema = z.object({
  id: z.string(),
  identifier: z.array(z.object({ system: z.string().optional(), value: z.string().optional() })).optional(),
  basedOn: z.array(referenceSchema).optional(),
  status: z.string(),
  type: conceptSchema.optional(),
  modality: conceptSchema.optional(),
  bodySite: conceptSchema.optional(),
  subject: referenceSchema.optional(),
  operator: referenceSchema.optional(),
  createdDateTime: z.string().optional(),
  createdPeriod: z.object({ start: z.string().optional(), end: z.string().optional() }).optional(),
});
export type OracleMedia = z.infer<typeof oracleMediaSchema>;

/** The identifiers of the patients the Media may be about. */
export type Patients = Readonly<Record<string, { readonly system?: string; readonly value: string }>>;

interface Coded {
  readonly system?: string | undefined;
  readonly code?: string | undefined;
}

export function matchesQuery(media: OracleMedia, query: readonly (readonly [string, string])[], patients: Patients, now: number): boolean {
  return query.every(([name, value]) => matchesParameter(media, name, value, patients, now));
}

function matchesParameter(media: OracleMedia, name: string, value: string, patients: Patients, now: number): boolean {
  const either = (test: (alternative: string) => boolean) => value.split(',').some(test);
  const [plain = '', modifier] = name.split(':');
  if (modifier === 'missing') return (elementOf(media, plain) === undefined) === (value === 'true');
  switch (name) {
    case 'created':
      return either((alternative) => matchesDate(spansOf(media), alternative, now));
    case 'patient.identifier':
    case 'subject:Patient.identifier': {
      const id = /^Patient\/(.*)$/.exec(media.subject?.reference ?? '')?.[1] ?? '';
      const identifier = Object.hasOwn(patients, id) ? patients[id] : undefined;
      return identifier !== undefined && either((alternative) => matchesCode([{ system: identifier.system, code: identifier.value }], alternative));
    }
    case 'patient':
      return either((alternative) => media.subject?.reference === `Patient/${alternative.replace('Patient/', '')}`);
    case 'subject':
    case 'operator':
    case 'based-on':
      return either((alternative) => referencesOf(media, name).some(({ reference }) => reference === alternative || (!alternative.includes('/') && reference?.split('/')[1] === alternative)));
    case 'based-on:identifier':
      return either((alternative) => matchesCode(referencesOf(media, 'based-on').flatMap(({ identifier }) => (identifier === undefined ? [] : [{ system: identifier.system, code: identifier.value }])), alternative));
  }
  const codes = codesOf(media, plain);
  if (modifier === 'not') return !either((alternative) => matchesCode(codes, alternative));
  if (modifier === 'text') {
    const concept = elementOf(media, plain) as z.infer<typeof conceptSchema> | undefined;
    const said = [concept?.text, ...(concept?.coding ?? []).map(({ display }) => display)].flatMap((text) => (text === undefined ? [] : [text.toLowerCase()]));
    return either((alternative) => said.some((text) => text.startsWith(alternative.toLowerCase())));
  }
  return either((alternative) => matchesCode(codes, alternative));
}

function elementOf(media: OracleMedia, name: string): unknown {
  switch (name) {
    case 'created':
      return media.createdDateTime ?? media.createdPeriod;
    case 'site':
      return media.bodySite;
    case 'based-on':
      return media.basedOn;
    case 'patient':
      return media.subject?.reference?.startsWith('Patient/') === true ? media.subject : undefined;
    default:
      return media[name as keyof OracleMedia];
  }
}

function referencesOf(media: OracleMedia, name: string): readonly z.infer<typeof referenceSchema>[] {
  const element = elementOf(media, name);
  return z.array(referenceSchema).parse(element === undefined ? [] : Array.isArray(element) ? element : [element]);
}

function codesOf(media: OracleMedia, name: string): readonly Coded[] {
  if (name === 'status') return [{ system: 'http://hl7.org/fhir/event-status', code: media.status }];
  if (name === 'identifier') return (media.identifier ?? []).map(({ system, value }) => ({ system, code: value }));
  return (elementOf(media, name) as z.infer<typeof conceptSchema> | undefined)?.coding ?? [];
}

function matchesCode(codes: readonly Coded[], wanted: string): boolean {
  const [system, code] = wanted.includes('|') ? wanted.split('|') : [undefined, wanted];
  return codes.some((coded) => coded.code !== undefined && (code === '' || coded.code === code) && (system === undefined || (coded.system ?? '') === system));
}

type Span = readonly [low: number, high: number];

/** Only years, months, days and whole instants with a zone, as the test writes them. */
function spanOf(text: string): Span {
  const [year = 0, month, day] = text.slice(0, 10).split('-').map(Number);
  if (text.includes('T')) return [Date.parse(text), Date.parse(text) + 1000];
  if (day !== undefined && month !== undefined) return [Date.UTC(year, month - 1, day), Date.UTC(year, month - 1, day + 1)];
  if (month !== undefined) return [Date.UTC(year, month - 1), Date.UTC(year, month)];
  return [Date.UTC(year, 0), Date.UTC(year + 1, 0)];
}

export function spansOf(media: OracleMedia): readonly Span[] {
  if (media.createdDateTime !== undefined) return [spanOf(media.createdDateTime)];
  const { start, end } = media.createdPeriod ?? {};
  if (start === undefined && end === undefined) return [];
  return [[start === undefined ? -Infinity : spanOf(start)[0], end === undefined ? Infinity : spanOf(end)[1]]];
}

/** https://hl7.org/fhir/R4/search.html#prefix: "the range of the search value fully contains the range of the target", and so on. */
function matchesDate(spans: readonly Span[], written: string, now: number): boolean {
  const prefix = /^[a-z]{2}/.exec(written)?.[0] ?? 'eq';
  const [low, high] = spanOf(written.replace(/^[a-z]{2}/, ''));
  return spans.some(([from, to]) => {
    const contained = low <= from && to <= high;
    const reachesAbove = to > high;
    const reachesBelow = from < low;
    switch (prefix) {
      case 'ne':
        return !contained;
      case 'gt':
        return reachesAbove;
      case 'lt':
        return reachesBelow;
      case 'ge':
        return reachesAbove || contained;
      case 'le':
        return reachesBelow || contained;
      case 'sa':
        return from >= high;
      case 'eb':
        return to <= low;
      case 'ap': {
        const leeway = Math.abs(now - low) / 10;
        return from < high + leeway && to > low - leeway;
      }
      default:
        return contained;
    }
  });
}
