import { z } from 'zod';
import { mediaSchema } from '../fhir/resources.ts';
import { mergeConflictSchema } from '../sync/mergeConflict.ts';
import { outboxOperations } from '../sync/outboxEntry.ts';
import { setAsideItemSchema } from '../sync/setAsideItem.ts';
import { mediaViewSchema, patientViewSchema } from './views.ts';

/** A Media changed on both sides: what the three states are. Inline bytes are left out. */
export const conflictViewSchema = z.strictObject({
  view: mediaViewSchema,
  patient: patientViewSchema.nullable(),
  /** What was to be done in the chart. */
  operation: z.enum(outboxOperations),
  /** Ms since 1970. */
  foundAt: z.number(),
  /** Handed back with the decision, which counts for these three states only. */
  shown: z.string(),
  /** Null: there was none, for the chart held another under the same identifier. */
  base: mediaSchema.nullable(),
  mine: mediaSchema,
  /** Null: the chart has deleted it. */
  theirs: mediaSchema.nullable(),
  /** What is to be chosen. */
  conflicts: z.array(mergeConflictSchema),
});
export type ConflictView = z.infer<typeof conflictViewSchema>;

export const setAsideViewSchema = z.strictObject({
  id: z.number().int(),
  /** Ms since 1970. */
  at: z.number(),
  /** Who decided. */
  author: z.string(),
  item: setAsideItemSchema,
  broughtBackAt: z.number().nullable(),
});
export type SetAsideView = z.infer<typeof setAsideViewSchema>;
