import { z } from 'zod';

/**
 * FHIR R4 (4.0.1) data types as far as Lightbox reads them. Every object is loose: unknown elements and
 * extensions are kept and sent back unchanged. https://hl7.org/fhir/R4/datatypes.html
 */
export const extensionSchema = z.looseObject({
  url: z.string(),
  valueString: z.string().optional(),
  valueInteger: z.number().int().optional(),
  get extension(): z.ZodOptional<z.ZodArray<typeof extensionSchema>> {
    return z.array(extensionSchema).optional();
  },
});
export type Extension = z.infer<typeof extensionSchema>;

export const codingSchema = z.looseObject({
  system: z.string().optional(),
  version: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
});
export type Coding = z.infer<typeof codingSchema>;

export const codeableConceptSchema = z.looseObject({
  coding: z.array(codingSchema).optional(),
  text: z.string().optional(),
});
export type CodeableConcept = z.infer<typeof codeableConceptSchema>;

export const identifierSchema = z.looseObject({
  use: z.string().optional(),
  type: codeableConceptSchema.optional(),
  system: z.string().optional(),
  value: z.string().optional(),
});
export type Identifier = z.infer<typeof identifierSchema>;

export const referenceSchema = z.looseObject({
  reference: z.string().optional(),
  type: z.string().optional(),
  identifier: identifierSchema.optional(),
  display: z.string().optional(),
});
export type Reference = z.infer<typeof referenceSchema>;

export const periodSchema = z.looseObject({ start: z.string().optional(), end: z.string().optional() });

export const metaSchema = z.looseObject({
  versionId: z.string().optional(),
  lastUpdated: z.string().optional(),
  tag: z.array(codingSchema).optional(),
});

/** `hash` is base64(SHA-1 of the raw bytes), `size` the number of raw bytes; `data` may hold white space. */
export const attachmentSchema = z.looseObject({
  id: z.string().optional(),
  contentType: z.string().optional(),
  data: z.string().optional(),
  url: z.string().optional(),
  size: z.number().int().nonnegative().optional(),
  hash: z.string().optional(),
  title: z.string().nullish(),
  creation: z.string().optional(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** `text` is markdown. https://hl7.org/fhir/R4/datatypes.html#Annotation */
export const annotationSchema = z.looseObject({
  id: z.string().optional(),
  extension: z.array(extensionSchema).optional(),
  authorReference: referenceSchema.optional(),
  authorString: z.string().optional(),
  time: z.string().optional(),
  text: z.string(),
});
export type Annotation = z.infer<typeof annotationSchema>;

const humanNameSchema = z.looseObject({
  use: z.string().optional(),
  text: z.string().optional(),
  family: z.string().optional(),
  /** Null where only `_given` says something. https://hl7.org/fhir/R4/json.html#primitive */
  given: z.array(z.string().nullable()).optional(),
});
export type HumanName = z.infer<typeof humanNameSchema>;
export const humanNamesSchema = z.array(humanNameSchema);
