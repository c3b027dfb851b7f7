import { mediaSchema } from '../../../shared/fhir/resources.ts';
import { deviationsSchema, type Deviation } from '../../../shared/fhir/xcaliber/deviation.ts';
import { lossesSchema, type Loss } from '../../../shared/sync/loss.ts';
import type { MediaRecord, PageContent } from '../../../shared/sync/ports.ts';
import { readJson, readNullableJson } from '../storedJson.ts';
import { pageContentsSchema } from './pageContents.ts';

/** As the table has it. */
export interface MediaRow {
  readonly row: number;
  readonly id: string;
  readonly patient_id: string | null;
  readonly server_id: string | null;
  readonly version_id: string | null;
  readonly current: string;
  readonly base: string | null;
  readonly content_sha256: string | null;
  readonly content_size: number | null;
  readonly thumbnail_sha256: string | null;
  readonly probe: string | null;
  readonly pages: string | null;
  readonly proven_at: number | null;
  readonly deviations: string | null;
  readonly losses: string | null;
  readonly revision: number;
}

/** A row with what only the cache needs of it. */
export interface StoredMedia {
  readonly record: MediaRecord;
  readonly revision: number;
  readonly thumbnailSha256: string | null;
  readonly contentSize: number | null;
  /** Of its pages, beside what the content itself holds. */
  readonly pageContents: readonly PageContent[];
  /** Where it was not R4 when it was pulled. */
  readonly deviations: readonly Deviation[];
  /** What the chart did not keep of it. */
  readonly losses: readonly Loss[];
}

export function storedOf(row: MediaRow): StoredMedia {
  return {
    record: {
      id: row.id,
      patientId: row.patient_id,
      serverId: row.server_id,
      versionId: row.version_id,
      current: readJson(mediaSchema, row.current),
      base: readNullableJson(mediaSchema, row.base),
      contentSha256: row.content_sha256,
      provenAt: row.proven_at,
    },
    revision: row.revision,
    thumbnailSha256: row.thumbnail_sha256,
    contentSize: row.content_size,
    pageContents: readNullableJson(pageContentsSchema, row.pages) ?? [],
    deviations: readNullableJson(deviationsSchema, row.deviations) ?? [],
    losses: readNullableJson(lossesSchema, row.losses) ?? [],
  };
}
