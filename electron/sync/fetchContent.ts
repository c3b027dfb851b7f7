import { createHash } from 'node:crypto';
import { z } from 'zod';
import { attempt, fail, FailureError, unwrap, type Result } from '../../shared/errors/result.ts';
import type { Attachment } from '../../shared/fhir/elements.ts';
import type { BinaryDownload, KeptBytes } from '../../shared/sync/byteTransfer.ts';
import type { BlobStore, RemoteChart } from '../../shared/sync/ports.ts';
import { continuedBytes } from './continuedBytes.ts';

/** A video of an hour; more is refused before it fills the disk. */
const largestContentBytes = 4 * 1024 ** 3;

export interface FetchContext {
  readonly chart: RemoteChart;
  readonly blobs: BlobStore;
  readonly signal: AbortSignal;
  /** Under which name an interrupted fetch is kept. */
  readonly key: string;
  /** All bytes that are here, those kept from an earlier try too. `totalBytes` null: nobody said. */
  readonly onProgress: (receivedBytes: number, totalBytes: number | null) => void;
}

/** What has to be known to go on with kept bytes, and whether they are still those that are wanted. */
const noteSchema = z.strictObject({ validator: z.string(), hash: z.string().nullable(), size: z.number().nullable() });
type Note = z.infer<typeof noteSchema>;

/**
 * Brings the bytes of one Attachment into the blob store, only if they are what its hash and size say. What an earlier try brought is not
 * fetched again, as long as the chart still holds the same bytes.
 */
export async function fetchContent(context: FetchContext, content: Attachment): Promise<Result<{ readonly sha256: string; readonly size: number }>> {
  const fetched = await attempt(() => fetchUrl(context, content));
  // A power failure may have spoilt what was kept; it is forgotten by now.
  return !fetched.ok && fetched.error.code === 'local.blob-corrupt' ? attempt(() => fetchUrl(context, content)) : fetched;
}

async function fetchUrl({ chart, blobs, signal, key, onProgress }: FetchContext, content: Attachment): Promise<{ readonly sha256: string; readonly size: number }> {
  const { url } = content;
  if (url === undefined) throw new FailureError({ code: 'data.invalid-resource', detail: 'content without url' });
  const kept = await usable(blobs, key, content);
  // Whatever stays open of an answer is given up at the end.
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  try {
    const download = trusted(unwrap(await chart.downloadBinary(url, either, kept && { start: kept.bytes.size, validator: kept.note.validator })), content);
    const { validator, totalBytes } = download;
    if (totalBytes !== undefined && totalBytes > (content.size ?? largestContentBytes)) throw mismatch(content.size === undefined ? 'too large' : 'size');
    if (kept && validator === undefined) await blobs.forgetKept(key);
    const rest = counted(continuedBytes(chart, url, download, either), download.start, (received) => onProgress(received, content.size ?? totalBytes ?? null));
    const all = kept && download.start > 0 ? oneAfterTheOther(kept.bytes.read(), rest) : rest;
    const note: Note | undefined = validator === undefined ? undefined : { validator, hash: content.hash ?? null, size: content.size ?? null };
    return unwrap(await blobs.write(checked(all, content), note && { key, note: JSON.stringify(note) }));
  } finally {
    over.abort();
  }
}

/** A weak validator only says that the bytes mean the same (RFC 9110, 8.8.1): without a hash to tell in the end, they are not gone on with. */
function trusted(download: BinaryDownload, { hash }: Attachment): BinaryDownload {
  return hash === undefined && download.validator?.startsWith('W/') === true ? { ...download, validator: undefined } : download;
}

/** What is kept of these very bytes; of others it is forgotten. */
async function usable(blobs: BlobStore, key: string, { hash, size }: Attachment): Promise<{ readonly bytes: KeptBytes; readonly note: Note } | undefined> {
  const bytes = await blobs.kept(key);
  if (!bytes) return undefined;
  const note = noteSchema.safeParse(JSON.parse(bytes.note));
  const same = note.success && note.data.hash === (hash ?? null) && note.data.size === (size ?? null);
  if (same && bytes.size > 0) return { bytes, note: note.data };
  await blobs.forgetKept(key);
  return undefined;
}

/** Throws before the end, so that bytes that are not the announced ones are never stored under any name. Attachment.hash is base64(SHA-1). */
async function* checked(bytes: AsyncIterable<Uint8Array>, { hash, size }: Attachment): AsyncGenerator<Uint8Array> {
  const sha1 = createHash('sha1');
  const limit = size ?? largestContentBytes;
  let count = 0;
  for await (const chunk of bytes) {
    count += chunk.byteLength;
    if (count > limit) throw mismatch(size === undefined ? 'too large' : 'size');
    sha1.update(chunk);
    yield chunk;
  }
  if (size !== undefined && count !== size) throw mismatch('size');
  if (hash !== undefined && sha1.digest('base64') !== hash) throw mismatch('hash');
}

async function* counted(bytes: AsyncIterable<Uint8Array>, from: number, onCount: (count: number) => void): AsyncGenerator<Uint8Array> {
  let count = from;
  onCount(count);
  for await (const chunk of bytes) {
    count += chunk.byteLength;
    onCount(count);
    yield chunk;
  }
}

function mismatch(detail: string): FailureError {
  return new FailureError(fail('data.hash-mismatch', { detail }).error);
}

async function* oneAfterTheOther(first: AsyncIterable<Uint8Array>, second: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* second;
}
