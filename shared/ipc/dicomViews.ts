import { z } from 'zod';
import { codeableConceptSchema, codingSchema } from '../fhir/elements.ts';

/** What the window is told of a DICOM file that comes in. It identifies a patient: for the screen, never for a log. */

/** By what a chart knows a patient: a file that names one of each is theirs. */
export const chartIdentitySchema = z.strictObject({ names: z.array(z.string()), birthDate: z.string().nullable(), ids: z.array(z.string()) });
export type ChartIdentity = z.infer<typeof chartIdentitySchema>;

/** One thing in which file and chart contradict each other: a stop, shown with both. */
const identityDifferenceSchema = z.strictObject({ what: z.enum(['name', 'birthDate', 'id']), inFile: z.string(), inChart: z.string() });
export type IdentityDifference = z.infer<typeof identityDifferenceSchema>;

/** What a file says of itself that a Media can hold; null where it is silent. A proposal: a person decides. */
export const mediaProposalSchema = z.strictObject({
  modality: codeableConceptSchema.nullable(),
  view: codeableConceptSchema.nullable(),
  /** Of DICOM CID 244. */
  laterality: codingSchema.nullable(),
  /** FHIR dateTime: with the time where its offset from UTC is known, else the day. */
  created: z.string().nullable(),
  /** Manufacturer, model, station. */
  deviceName: z.string().nullable(),
  accession: z.string().nullable(),
});
export type MediaProposal = z.infer<typeof mediaProposalSchema>;

export const dicomIntakeSchema = z.strictObject({ proposal: mediaProposalSchema, differences: z.array(identityDifferenceSchema) });
export type DicomIntake = z.infer<typeof dicomIntakeSchema>;
