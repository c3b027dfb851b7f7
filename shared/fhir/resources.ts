import { z } from 'zod';
import {
  annotationSchema, attachmentSchema, codeableConceptSchema, codingSchema, extensionSchema, humanNamesSchema, identifierSchema, metaSchema,
  periodSchema, referenceSchema,
} from './elements.ts';

/** The resources Lightbox exchanges, FHIR R4. Loose everywhere: what is not known here is carried along unchanged. */
const resourceBase = {
  id: z.string().optional(),
  meta: metaSchema.optional(),
  extension: z.array(extensionSchema).optional(),
  modifierExtension: z.array(extensionSchema).optional(),
};

/** https://hl7.org/fhir/R4/valueset-event-status.html */
export const mediaStatuses = [
  'preparation', 'in-progress', 'not-done', 'on-hold', 'stopped', 'completed', 'entered-in-error', 'unknown',
] as const;

/** https://hl7.org/fhir/R4/media.html */
export const mediaSchema = z.looseObject({
  resourceType: z.literal('Media'),
  ...resourceBase,
  implicitRules: z.string().optional(),
  language: z.string().optional(),
  identifier: z.array(identifierSchema).optional(),
  basedOn: z.array(referenceSchema).optional(),
  partOf: z.array(referenceSchema).optional(),
  status: z.enum(mediaStatuses),
  type: codeableConceptSchema.optional(),
  modality: codeableConceptSchema.optional(),
  view: codeableConceptSchema.optional(),
  subject: referenceSchema.optional(),
  encounter: referenceSchema.optional(),
  createdDateTime: z.string().optional(),
  createdPeriod: periodSchema.optional(),
  issued: z.string().optional(),
  operator: referenceSchema.optional(),
  reasonCode: z.array(codeableConceptSchema).optional(),
  bodySite: codeableConceptSchema.optional(),
  deviceName: z.string().optional(),
  device: referenceSchema.optional(),
  height: z.number().int().positive().optional(),
  width: z.number().int().positive().optional(),
  frames: z.number().int().positive().optional(),
  duration: z.number().optional(),
  content: attachmentSchema,
  note: z.array(annotationSchema).optional(),
});
export type Media = z.infer<typeof mediaSchema>;

export const patientSchema = z.looseObject({
  resourceType: z.literal('Patient'),
  ...resourceBase,
  identifier: z.array(identifierSchema).optional(),
  name: humanNamesSchema.optional(),
  gender: z.enum(['male', 'female', 'other', 'unknown']).optional(),
  birthDate: z.string().optional(),
});
export type Patient = z.infer<typeof patientSchema>;

/** https://hl7.org/fhir/R4/encounter.html */
export const encounterSchema = z.looseObject({
  resourceType: z.literal('Encounter'),
  ...resourceBase,
  identifier: z.array(identifierSchema).optional(),
  status: z.string(),
  class: codingSchema,
  subject: referenceSchema.optional(),
  period: periodSchema.optional(),
  reasonCode: z.array(codeableConceptSchema).optional(),
});
export type Encounter = z.infer<typeof encounterSchema>;

const issueSchema = z.looseObject({
  severity: z.enum(['fatal', 'error', 'warning', 'information']),
  code: z.string(),
  details: codeableConceptSchema.optional(),
  diagnostics: z.string().optional(),
  expression: z.array(z.string()).optional(),
});

export const operationOutcomeSchema = z.looseObject({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(issueSchema),
});
export type OperationOutcome = z.infer<typeof operationOutcomeSchema>;

/** Any resource, known only by its type and id. */
export const resourceSchema = z.looseObject({ resourceType: z.string(), ...resourceBase });
export type Resource = z.infer<typeof resourceSchema>;

export const bundleSchema = z.looseObject({
  resourceType: z.literal('Bundle'),
  type: z.string(),
  total: z.number().int().nonnegative().optional(),
  link: z.array(z.looseObject({ relation: z.string(), url: z.string() })).optional(),
  entry: z.array(z.looseObject({ fullUrl: z.string().optional(), resource: resourceSchema.optional() })).optional(),
});
export type Bundle = z.infer<typeof bundleSchema>;
