import { z } from 'zod';
import { failureSchema } from '../errors/errorCode.ts';

/**
 * One intent to change the chart. It is written in the same transaction as the fact it belongs to and is
 * deleted only after the chart is proven to hold that fact.
 *
 * pending -> sending -> accepted -> confirmed. `blocked`
 * is a pending one whose resource refers to another that was made here and that the chart is not yet proven to hold;
 * `parked` and `conflict` wait for a person.
 */
export const outboxStates = ['pending', 'sending', 'accepted', 'confirmed', 'blocked', 'parked', 'conflict'] as const;
export type OutboxState = (typeof outboxStates)[number];

export const outboxOperations = ['create', 'update', 'delete'] as const;

export const outboxResourceTypes = ['Media', 'Patient', 'Encounter'] as const;

export const outboxEntrySchema = z.strictObject({
  /** Order of recording; entries of one resource are sent in this order. */
  sequence: z.number().int().positive(),
  resourceType: z.enum(outboxResourceTypes),
  /** Lightbox's own id of the resource, a UUID; the chart's id is `serverId` of the row. */
  resourceId: z.string(),
  operation: z.enum(outboxOperations),
  state: z.enum(outboxStates),
  attempts: z.number().int().nonnegative(),
  /** Instants in milliseconds since 1970 UTC. */
  recordedAt: z.number(),
  nextAttemptAt: z.number(),
  settledAt: z.number().nullable(),
  failure: failureSchema.nullable(),
  /** Where the bytes went once they are uploaded, so that a second try does not send them again: "Binary/<id>". */
  uploadedUrl: z.string().nullable(),
  /**
   * Written ahead of a create's request, and taken back only by an answer that says it had no effect: while it stands, the chart may hold the
   * Media, or may come to hold it. Ms since 1970.
   */
  sentAt: z.number().nullable(),
});
export type OutboxEntry = z.infer<typeof outboxEntrySchema>;
