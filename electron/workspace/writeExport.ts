import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FailureError } from '../../shared/errors/result.ts';
import { bytesApart, mapAttachments, withBytesInside, withoutBytesApart } from '../../shared/fhir/bytesApart.ts';
import { writeFhirJson } from '../../shared/fhir/codec/fhirJson.ts';
import type { Attachment } from '../../shared/fhir/elements.ts';
import type { ExportManifest, ExportedRegistration, ExportedWork } from '../../shared/sync/exportManifest.ts';
import { OpenBlob } from '../blobs/openBlob.ts';
import { salvageBlob, type Salvaged } from '../blobs/salvageBlob.ts';
import { isMediaWork, type MediaWork, type RegistrationWork, type WorkCopy } from '../cache/workCopies.ts';
import { asFailureError, storageFailure } from '../storage/storageFailure.ts';

/** Where the blobs lie and what opens them; 32 bytes. */
export interface BlobSource {
  readonly directory: string;
  readonly key: Uint8Array;
}

/**
 * Writes Media into a folder, in clear, for a person to carry elsewhere: `<mediaId>/media.json`, the original bytes beside it, and over all
 * `manifest.json` and `SHA256SUMS`. A patient or a visit made here is one file, `<id>/patient.json` or `<id>/encounter.json`. Only for the owner of the files to read.
 * @throws FailureError with `local.disk-full` or `local.read-only` of the target; what was written by then stays, without a manifest.
 */
export async function writeExport(
  { works, damage, exportedAt }: { readonly works: Iterable<WorkCopy>; readonly damage: ExportManifest['damage']; readonly exportedAt: number },
  { blobs, target }: { readonly blobs: BlobSource; readonly target: string },
): Promise<ExportManifest> {
  try {
    await mkdir(target, { recursive: true, mode: 0o700 });
    const [exported, registrations]: [ExportedWork[], ExportedRegistration[]] = [[], []];
    for (const work of works) {
      if (isMediaWork(work)) exported.push(await writeWork(work, blobs, target));
      else registrations.push(await writeRegistration(work, target));
    }
    const manifest: ExportManifest = { format: 'lightbox-export', version: 1, exportedAt: new Date(exportedAt).toISOString(), works: exported, registrations, damage };
    await writeFile(join(target, 'SHA256SUMS'), checksums(exported, registrations), { mode: 0o600 });
    await writeFile(join(target, 'manifest.json'), JSON.stringify(manifest, undefined, 2), { mode: 0o600 });
    return manifest;
  } catch (error) {
    throw asFailureError(error);
  }
}

async function writeWork(work: MediaWork, blobs: BlobSource, target: string): Promise<ExportedWork> {
  const { mediaId, operations, contentSha256 } = work;
  await mkdir(join(target, mediaId), { recursive: true, mode: 0o700 });
  const media = `${mediaId}/media.json`;
  const resource = Buffer.from(writeFhirJson(await mapAttachments(work.media, (content) => putBack(blobs, content)), 2));
  await writeFile(join(target, media), resource, { mode: 0o600 });
  const file = `${mediaId}/content${extensionOf(work.media.content.contentType)}`;
  const content = contentSha256 === null ? undefined : await writeBytes(blobs, contentSha256, join(target, file));
  return {
    mediaId, operations: [...operations], recordedAt: new Date(work.recordedAt).toISOString(), media, mediaSha256: hashOf(resource), mediaSize: resource.byteLength,
    content: content === undefined ? null : { file, ...content },
  };
}

async function writeRegistration({ registrationId, operations, recordedAt, resource }: RegistrationWork, target: string): Promise<ExportedRegistration> {
  await mkdir(join(target, registrationId), { recursive: true, mode: 0o700 });
  const file = `${registrationId}/${resource.resourceType.toLowerCase()}.json`;
  const bytes = Buffer.from(writeFhirJson(resource, 2));
  await writeFile(join(target, file), bytes, { mode: 0o600 });
  return { registrationId, operations: [...operations], recordedAt: new Date(recordedAt).toISOString(), resource: file, resourceSha256: hashOf(bytes), resourceSize: bytes.byteLength };
}

/** As `sha256sum` writes them. */
function checksums(works: readonly ExportedWork[], registrations: readonly ExportedRegistration[]): string {
  const lines = works.flatMap(({ media, mediaSha256, content }) => [`${mediaSha256}  ${media}\n`, ...(content === null ? [] : [`${content.sha256}  ${content.file}\n`])]);
  return [...lines, ...registrations.map(({ resource, resourceSha256 }) => `${resourceSha256}  ${resource}\n`)].join('');
}

/** @returns undefined when there are none. */
async function writeBytes(blobs: BlobSource, sha256: string, file: string): Promise<{ readonly whole: boolean; readonly sha256: string; readonly size: number } | undefined> {
  try {
    const blob = await OpenBlob.open(blobs.directory, blobs.key, sha256);
    const hash = createHash('sha256');
    const hashed = new Transform({
      transform: (chunk: Uint8Array, _encoding, done) => {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    try {
      await pipeline(Readable.from(blob.read()), hashed, createWriteStream(file, { mode: 0o600 }));
    } finally {
      await blob.close();
    }
    return { whole: true, sha256: hash.digest('hex'), size: blob.size };
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  const salvaged = await salvageBlob(blobs.directory, blobs.key, sha256);
  if (!salvaged) return undefined;
  await writeFile(file, salvaged.bytes, { mode: 0o600 });
  return { whole: salvaged.whole, sha256: hashOf(salvaged.bytes), size: salvaged.bytes.byteLength };
}

/** What stood inside the Media stands there again; what cannot be read of it is left out. */
async function putBack(blobs: BlobSource, content: Attachment): Promise<Attachment> {
  const apart = bytesApart(content);
  if (apart === undefined) return content;
  const read = await readBytes(blobs, apart.text ?? apart.bytes);
  if (read?.whole !== true) return withoutBytesApart(content);
  return withBytesInside(content, Buffer.from(read.bytes).toString(apart.text === undefined ? 'base64' : 'utf8'));
}

async function readBytes(blobs: BlobSource, sha256: string): Promise<Salvaged | undefined> {
  try {
    const blob = await OpenBlob.open(blobs.directory, blobs.key, sha256);
    try {
      const parts: Uint8Array[] = [];
      for await (const part of blob.read()) parts.push(part);
      return { bytes: Buffer.concat(parts), whole: true };
    } finally {
      await blob.close();
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    return salvageBlob(blobs.directory, blobs.key, sha256);
  }
}

function isDamage(error: unknown): boolean {
  const failure = error instanceof FailureError ? error.failure : storageFailure(error);
  return failure?.code === 'local.blob-corrupt' || failure?.code === 'local.blob-missing';
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const extensions = new Map([
  ['image/jpeg', '.jpg'], ['image/png', '.png'], ['image/gif', '.gif'], ['image/webp', '.webp'], ['image/bmp', '.bmp'], ['image/tiff', '.tif'], ['image/avif', '.avif'], ['image/heic', '.heic'],
  ['video/mp4', '.mp4'], ['video/webm', '.webm'], ['video/quicktime', '.mov'], ['video/mpeg', '.mpg'], ['video/ogg', '.ogv'],
  ['audio/mpeg', '.mp3'], ['audio/mp4', '.m4a'], ['audio/ogg', '.ogg'], ['audio/webm', '.webm'], ['audio/wav', '.wav'], ['audio/x-wav', '.wav'],
  ['application/pdf', '.pdf'], ['application/dicom', '.dcm'], ['text/plain', '.txt'],
]);

/** Told by the type, for there is no name. A chart's own word for it gets no ending that would make a program or a page of the bytes. */
function extensionOf(contentType = ''): string {
  return extensions.get(contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '') ?? '';
}
