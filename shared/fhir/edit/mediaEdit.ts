import { z } from 'zod';
import {
  annotationSchema, codeableConceptSchema, codingSchema, extensionSchema, identifierSchema, periodSchema, referenceSchema,
} from '../elements.ts';
import { mediaStatuses } from '../resources.ts';
import { dateTimeSchema, instantSchema, referenceTextSchema, stringSchema, uriSchema } from './r4Primitives.ts';

/**
 * One change a clinician may make to a Media. `from` is what the person saw and `to` what shall stand there; null is "not there". An edit
 * is applied only where `from` still stands, so that nobody overwrites what they never saw, and its inverse is the two of them swapped.
 */
const written = {
  coding: codingSchema.refine(({ code, display }) => code !== undefined || display !== undefined, 'Choose a code.'),
  reference: (...types: readonly string[]) =>
    referenceSchema
      .extend({ reference: referenceTextSchema.optional() })
      .refine(({ reference, display, identifier }) => reference !== undefined || display !== undefined || identifier !== undefined, 'Write a reference or a name.')
      .refine(({ reference }) => namesOneOf(reference, types), `Write a reference to ${types.join(', ')}.`),
};

const conceptWritten = codeableConceptSchema
  .extend({ coding: z.array(written.coding).min(1).optional(), text: stringSchema.optional() })
  .refine(({ coding, text }) => coding !== undefined || text !== undefined, 'Choose from the list or write it in words.');

const periodWritten = periodSchema
  .extend({ start: dateTimeSchema.optional(), end: dateTimeSchema.optional() })
  .refine(({ start, end }) => start !== undefined || end !== undefined, 'Write when it began or when it ended.')
  .refine(({ start, end }) => start === undefined || end === undefined || isInOrder(start, end), 'It cannot end before it began.');

/** `created[x]` is one choice; a chart that sent both is read, but both are never written. */
const createdRead = z.looseObject({ createdDateTime: z.string().optional(), createdPeriod: periodSchema.optional() });
const createdWritten = createdRead
  .extend({ createdDateTime: dateTimeSchema.optional(), createdPeriod: periodWritten.optional() })
  .refine(({ createdDateTime, createdPeriod }) => (createdDateTime === undefined) !== (createdPeriod === undefined), 'Either a moment or a period, not both.');

/** Whose picture it is, with all that is true of that patient only: they go together, or not at all. */
export const patientPartSchema = z.strictObject({
  subject: referenceSchema.optional(), encounter: referenceSchema.optional(), basedOn: z.array(referenceSchema).optional(), partOf: z.array(referenceSchema).optional(),
  operator: referenceSchema.optional(), extension: z.array(extensionSchema).optional(), contained: z.array(z.looseObject({})).optional(), text: z.looseObject({}).optional(),
});
const patientPartWritten = patientPartSchema.extend({ subject: written.reference('Patient', 'Practitioner', 'PractitionerRole', 'Group', 'Device', 'Specimen', 'Location').optional() });

const identifierWritten = identifierSchema.extend({ system: uriSchema.optional(), value: stringSchema });
const noteWritten = annotationSchema.extend({ time: instantSchema.or(dateTimeSchema).optional(), text: stringSchema });
const extensionWritten = extensionSchema.extend({ url: stringSchema }).refine((extension) => Object.keys(extension).some((key) => /^value[A-Z]/.test(key)), 'Write a value.');

/** One element as a whole. */
const element = <Name extends string, Read extends z.ZodType, Written extends z.ZodType>(name: Name, read: Read, to: Written) =>
  z.strictObject({ element: z.literal(name), from: read.nullable(), to: to.nullable() });

/** One item of a list: `from` null adds it at `at`, `to` null takes it away, neither replaces it. */
const item = <Name extends string, Read extends z.ZodType, Written extends z.ZodType>(name: Name, read: Read, to: Written) =>
  z.strictObject({ element: z.literal(name), at: z.number().int().nonnegative(), from: read.nullable(), to: to.nullable() });

const elementEdits = [
  z.strictObject({ element: z.literal('status'), from: z.enum(mediaStatuses), to: z.enum(mediaStatuses) }),
  element('type', codeableConceptSchema, conceptWritten),
  element('modality', codeableConceptSchema, conceptWritten),
  element('view', codeableConceptSchema, conceptWritten),
  element('bodySite', codeableConceptSchema, conceptWritten),
  element('subject', patientPartSchema, patientPartWritten),
  element('encounter', referenceSchema, written.reference('Encounter')),
  element('operator', referenceSchema, written.reference('Practitioner', 'PractitionerRole', 'Organization', 'CareTeam', 'Patient', 'Device', 'RelatedPerson')),
  element('device', referenceSchema, written.reference('Device', 'DeviceMetric')),
  element('deviceName', z.string(), stringSchema),
  /** Corrected to what the file holds. */
  element('frames', z.number().int(), z.number().int().positive()),
  element('created', createdRead, createdWritten),
] as const;

const itemEdits = [
  item('reasonCode', codeableConceptSchema, conceptWritten),
  item('identifier', identifierSchema, identifierWritten),
  item('basedOn', referenceSchema, written.reference('ServiceRequest', 'CarePlan')),
  item('partOf', referenceSchema, written.reference()),
  item('note', annotationSchema, noteWritten),
  item('extension', extensionSchema, extensionWritten),
] as const;

const elementEditSchema = z.discriminatedUnion('element', elementEdits);
const itemEditSchema = z.discriminatedUnion('element', itemEdits);

export const mediaEditSchema = z.discriminatedUnion('element', [...elementEdits, ...itemEdits]);
export type MediaEdit = z.infer<typeof mediaEditSchema>;
export type ElementEdit = z.infer<typeof elementEditSchema>;
export type ItemEdit = z.infer<typeof itemEditSchema>;

export function isItemEdit(edit: MediaEdit): edit is ItemEdit {
  return 'at' in edit;
}

/** The edit that takes this one back. */
export function invertMediaEdit<Edit extends MediaEdit>(edit: Edit): Edit {
  return { ...edit, from: edit.to, to: edit.from };
}

/** What R4 lets this element refer to; an absolute url, a URN and a contained resource say nothing of their type. */
function namesOneOf(reference: string | undefined, types: readonly string[]): boolean {
  const type = reference === undefined ? null : /^([A-Z][A-Za-z]+)\//.exec(reference)?.[1];
  return types.length === 0 || type === null || type === undefined || types.includes(type);
}

/** Compared at the precision both have: "2026-03" and "2026-03-14" are in order either way. */
function isInOrder(start: string, end: string): boolean {
  if (start.includes('T') && end.includes('T')) return Date.parse(start) <= Date.parse(end);
  const length = Math.min(start.split('T')[0]?.length ?? 0, end.split('T')[0]?.length ?? 0);
  return start.slice(0, length) <= end.slice(0, length);
}
