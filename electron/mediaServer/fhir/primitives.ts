import { parseDateRange } from './dates.ts';

type Test = (value: unknown) => boolean;

const text = (pattern: RegExp): Test => (value) => typeof value === 'string' && pattern.test(value);
const integer = (from: number, to: number): Test => (value) => typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
const moment = (pattern: RegExp): Test => (value) => typeof value === 'string' && pattern.test(value) && parseDateRange(value) !== undefined;

const largest = 2_147_483_647;
const time = 'T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})';
const uri = text(/^\S+$/);
const anyText: Test = (value) => typeof value === 'string' && value.length > 0;

/** What each primitive of R4 allows. https://hl7.org/fhir/R4/datatypes.html#primitive */
export const primitives: ReadonlyMap<string, Test> = new Map([
  ['base64Binary', text(/^[A-Za-z0-9+/=\s]+$/)],
  ['boolean', (value: unknown) => typeof value === 'boolean'],
  ['canonical', uri],
  ['code', text(/^\S+( \S+)*$/)],
  ['date', moment(/^\d{4}(-\d{2}(-\d{2})?)?$/)],
  ['dateTime', moment(new RegExp(`^\\d{4}(-\\d{2}(-\\d{2}(${time})?)?)?$`))],
  ['decimal', (value: unknown) => typeof value === 'number'],
  ['id', text(/^[A-Za-z0-9\-.]{1,64}$/)],
  ['instant', moment(new RegExp(`^\\d{4}-\\d{2}-\\d{2}${time}$`))],
  ['integer', integer(-largest - 1, largest)],
  ['markdown', anyText],
  ['oid', text(/^urn:oid:[0-2](\.(0|[1-9]\d*))+$/)],
  ['positiveInt', integer(1, largest)],
  ['string', anyText],
  ['time', text(/^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?$/)],
  ['unsignedInt', integer(0, largest)],
  ['uri', uri],
  ['url', uri],
  ['uuid', text(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)],
  ['xhtml', anyText],
]);
