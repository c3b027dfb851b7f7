import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { attempt, type Result } from '../../shared/errors/result.ts';
import { OpenBlob } from '../blobs/openBlob.ts';
import { salvageBlob } from '../blobs/salvageBlob.ts';
import { readUnsettled } from '../cache/readUnsettled.ts';
import { WorkCopies, type WorkCopy } from '../cache/workCopies.ts';
import type { KeyRing } from '../keys/keyRing.ts';
import { asFailureError, storageFailure } from '../storage/storageFailure.ts';
import { dataDirectoryAt } from './dataDirectory.ts';

/** One Media the chart has not been proven to hold, as it was written out. */
export interface ExportedWork {
  readonly mediaId: string;
  readonly operations: readonly string[];
  readonly recordedAt: string;
  readonly media: string;
  /** Null: there are no bytes, or none that could be read. `whole` false: they are not what was recorded. */
  readonly content: { readonly file: string; readonly whole: boolean } | null;
}

export interface OutboxExport {
  readonly works: readonly ExportedWork[];
  /** Why the database could not be read, or not all of it; its copies beside it stand in. Null: it could. */
  readonly damage: Failure | null;
}

/**
 * Writes everything that is not proven to be in the chart into a folder, in clear, for a person to carry elsewhere: `<mediaId>/media.json`, the
 * picture beside it, and `outbox.json` with all of it. Works on a directory that no longer opens; changes nothing in it.
 * The caller holds the lock of the directory. Fails with `local.disk-full` or `local.read-only` of the target.
 */
export function exportOutbox({ dataDirectory, keys, target }: { readonly dataDirectory: string; readonly keys: KeyRing; readonly target: string }): Promise<Result<OutboxExport>> {
  return attempt(async () => {
    const directory = dataDirectoryAt(dataDirectory);
    const { works, failure } = readUnsettled({ file: directory.database, key: keys.key('database') });
    const copies = new WorkCopies({ folder: directory.workCopies, secret: keys.key('high-water-mark') });
    const all = new Map(works);
    // Where the database can tell all of it, a copy it does not know is of work that is proven by now.
    if (failure) for (const mediaId of copies.mediaIds()) {
      const copy = copies.read(mediaId);
      if (copy && !all.has(mediaId)) all.set(mediaId, copy);
    }
    copies.forgetKey();
    try {
      await mkdir(target, { recursive: true });
      const exported: ExportedWork[] = [];
      for (const work of all.values()) exported.push(await writeWork(work, { blobs: directory.blobs, key: keys.key('blobs'), target }));
      await writeFile(join(target, 'outbox.json'), JSON.stringify({ works: exported, damage: failure }, undefined, 2));
      return { works: exported, damage: failure };
    } catch (error) {
      throw asFailureError(error);
    }
  });
}

async function writeWork(work: WorkCopy, { blobs, key, target }: { readonly blobs: string; readonly key: Uint8Array; readonly target: string }): Promise<ExportedWork> {
  const folder = join(target, work.mediaId);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'media.json'), JSON.stringify(work.media, undefined, 2));
  const file = `${work.mediaId}/content${extensionOf(work.media.content.contentType)}`;
  const whole = work.contentSha256 === null ? undefined : await writeBytes(blobs, key, work.contentSha256, join(target, file));
  return {
    mediaId: work.mediaId, operations: work.operations, recordedAt: new Date(work.recordedAt).toISOString(), media: `${work.mediaId}/media.json`,
    content: whole === undefined ? null : { file, whole },
  };
}

/** @returns whether they are what was recorded; undefined when there are none. */
async function writeBytes(directory: string, key: Uint8Array, sha256: string, file: string): Promise<boolean | undefined> {
  try {
    const blob = await OpenBlob.open(directory, key, sha256);
    try {
      await pipeline(blob.read(), createWriteStream(file));
      return true;
    } finally {
      await blob.close();
    }
  } catch (error) {
    const failure = storageFailure(error);
    if (failure?.code !== 'local.blob-corrupt' && failure?.code !== 'local.blob-missing') throw error;
  }
  const salvaged = await salvageBlob(directory, key, sha256);
  if (salvaged) await writeFile(file, salvaged.bytes);
  else await rm(file, { force: true });
  return salvaged?.whole;
}

/** `image/svg+xml` -> `.svg+xml`: told by the type, for there is no name. */
function extensionOf(contentType: string | undefined): string {
  const [, subtype] = /^[a-z]+\/([a-z0-9.+-]+)/i.exec(contentType ?? '') ?? [];
  return subtype === undefined ? '' : `.${subtype.toLowerCase()}`;
}
