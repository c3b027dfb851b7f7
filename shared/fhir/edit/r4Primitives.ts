import { z } from 'zod';

/** FHIR R4 primitives as a person may write them. The patterns are the standard's own: https://hl7.org/fhir/R4/datatypes.html#primitive */
const year = '([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)';
const month = '(0[1-9]|1[0-2])';
const day = '(0[1-9]|[1-2][0-9]|3[0-1])';
const time = '([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?';
const zone = '(Z|(\\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))';

const dateTimePattern = new RegExp(`^${year}(-${month}(-${day}(T${time}${zone})?)?)?$`);
const instantPattern = new RegExp(`^${year}-${month}-${day}T${time}${zone}$`);
const uriPattern = /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/;
const relativeReference = /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}(\/_history\/[A-Za-z0-9\-.]{1,64})?$/;
const contained = /^#[A-Za-z0-9\-.]{1,64}$/;

/** The patterns let 31 February pass; the calendar does not. */
function isOnCalendar(text: string): boolean {
  const [wholeYear = 0, wholeMonth, wholeDay] = (text.split('T')[0] ?? '').split('-').map(Number);
  if (wholeMonth === undefined || wholeDay === undefined) return true;
  const leap = wholeYear % 4 === 0 && (wholeYear % 100 !== 0 || wholeYear % 400 === 0);
  return wholeDay <= ([31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][wholeMonth - 1] ?? 0);
}

export const dateTimeSchema = z
  .string()
  .regex(dateTimePattern, 'Write a date as 2026, 2026-03 or 2026-03-14, or with a time and zone as 2026-03-14T09:30:00+01:00.')
  .refine(isOnCalendar, 'That day is not in the calendar.');

export const instantSchema = z
  .string()
  .regex(instantPattern, 'Write the whole instant with its zone, as 2026-03-14T09:30:00Z.')
  .refine(isOnCalendar, 'That day is not in the calendar.');

/** A FHIR integer is signed, 32 bits. */
const integerSchema = z.number('Write a whole number.').int('Write a whole number.').min(-2_147_483_648, 'That number is too small.').max(2_147_483_647, 'That number is too large.');

/** 1 to 2,147,483,647. */
export const positiveIntSchema = integerSchema.positive('Write a whole number above 0.');

/** Absolute, as the system of an identifier is: `https://…`, `urn:oid:…`. */
export const uriSchema = z.string().regex(uriPattern, 'Write a web address or a URN, such as https://hospital.example/ids or urn:oid:1.2.3.');

/** `Type/id`, an absolute URL, a URN, or `#id` of something contained. https://hl7.org/fhir/R4/references.html */
export const referenceTextSchema = z
  .string()
  .refine((text) => relativeReference.test(text) || contained.test(text) || uriPattern.test(text), 'Write a reference as Type/id, such as Encounter/123, or as a whole web address.');

/** A FHIR string: not empty, not white space alone, at most what a person writes. */
export const stringSchema = z.string().refine((text) => text.trim() !== '', 'Write something here.').max(4000, 'That is too long: at most 4,000 characters.');
