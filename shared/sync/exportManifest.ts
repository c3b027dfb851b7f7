import { z } from 'zod';
import { failureSchema } from '../errors/errorCode.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const size = z.number().int().nonnegative();

/** One Media as it was written out. File names are relative to the manifest, and say nothing of a patient. */
const exportedWorkSchema = z.strictObject({
  /** Lightbox's own id. */
  mediaId: z.string(),
  /** Of its outbox entries, in order. */
  operations: z.array(z.string()),
  recordedAt: z.iso.datetime(),
  /** The Media as FHIR JSON, as it stands on this computer. */
  media: z.string(),
  mediaSha256: sha256,
  mediaSize: size,
  /** Null: there are no bytes, or none that could be read. */
  content: z
    .strictObject({
      file: z.string(),
      /** False: they are damaged, and not what was recorded. */
      whole: z.boolean(),
      /** Of the file as it was written; the same as was recorded while `whole`. */
      sha256,
      size,
    })
    .nullable(),
});
export type ExportedWork = z.infer<typeof exportedWorkSchema>;

/** A patient or a visit that was made here, as it was written out. */
const exportedRegistrationSchema = z.strictObject({
  /** Lightbox's own id; what refers to it says `urn:uuid:<id>`. */
  registrationId: z.string(),
  operations: z.array(z.string()),
  recordedAt: z.iso.datetime(),
  /** As FHIR JSON. */
  resource: z.string(),
  resourceSha256: sha256,
  resourceSize: size,
});
export type ExportedRegistration = z.infer<typeof exportedRegistrationSchema>;

/** `manifest.json` of an export. The same hashes stand in `SHA256SUMS`, for `sha256sum --check`. */
export const exportManifestSchema = z.strictObject({
  format: z.literal('lightbox-export'),
  version: z.literal(1),
  exportedAt: z.iso.datetime(),
  works: z.array(exportedWorkSchema),
  registrations: z.array(exportedRegistrationSchema),
  /** Why the database could not be read, or not all of it; its copies beside it stand in. Null: it could. */
  damage: failureSchema.nullable(),
});
export type ExportManifest = z.infer<typeof exportManifestSchema>;

/** What became of an export, for the window. */
export const exportReportSchema = z.strictObject({
  /** The new folder, absolute. */
  folder: z.string(),
  media: size,
  /** Patients and visits that were made here. */
  registrations: size,
  /** Media whose bytes are missing or damaged; the manifest says which. */
  incomplete: size,
});
export type ExportReport = z.infer<typeof exportReportSchema>;
