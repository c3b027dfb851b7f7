import { join } from 'node:path';
import { attempt, type Result } from '../../shared/errors/result.ts';
import type { ExportReport } from '../../shared/sync/exportManifest.ts';
import type { Cache } from '../cache/cache.ts';
import type { WorkCopy } from '../cache/workCopies.ts';
import { writeExport, type BlobSource } from './writeExport.ts';

/** Asks the person for a folder, absolute; undefined: they want none. */
export type ChooseFolder = (words: { readonly title: string; readonly button: string }) => Promise<string | undefined>;

export interface ExportServices {
  readonly cache: Cache;
  readonly blobs: BlobSource;
  readonly chooseFolder: ChooseFolder;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

/**
 * Copies Media out of the running Lightbox, into a new folder inside one that the person chooses; nothing here is changed. Null: all that are not
 * confirmed. @returns null when the person chose none. Fails with `local.disk-full` or `local.read-only` of the folder.
 */
export async function exportEntries({ cache, blobs, chooseFolder, now }: ExportServices, sequences: readonly number[] | null): Promise<Result<ExportReport | null>> {
  return attempt(async () => {
    const chosen = await chooseFolder({ title: 'Choose where to put the copies. They are not encrypted there.', button: 'Export here' });
    if (chosen === undefined) return null;
    const exportedAt = now();
    const wanted = new Set(sequences);
    const entries = (await cache.outbox()).filter(({ sequence, state }) => (sequences === null ? state !== 'confirmed' : wanted.has(sequence)));
    const works: WorkCopy[] = [];
    for (const [id, ofResource] of Map.groupBy(entries, ({ resourceId }) => resourceId)) {
      const work = { operations: ofResource.map(({ operation }) => operation), recordedAt: ofResource[0]?.recordedAt ?? exportedAt };
      const [record, registration] = [await cache.media(id), await cache.registration(id)];
      if (record) works.push({ mediaId: id, media: record.current, contentSha256: record.contentSha256, ...work });
      else if (registration) works.push({ registrationId: id, resource: registration.current, ...work });
    }
    const folder = join(chosen, folderName(exportedAt));
    const { works: written, registrations } = await writeExport({ works, damage: null, exportedAt }, { blobs, target: folder });
    return { folder, media: written.length, registrations: registrations.length, incomplete: written.filter(({ content }) => content?.whole !== true).length };
  });
}

/** "Lightbox export 2026-11-23 09.41.07": no colon, which not every file system takes. */
function folderName(instant: number): string {
  const local = new Date(instant - new Date(instant).getTimezoneOffset() * 60_000).toISOString();
  return `Lightbox export ${local.slice(0, 10)} ${local.slice(11, 19).replaceAll(':', '.')}`;
}
