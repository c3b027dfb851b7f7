import { createHash } from 'node:crypto';
import { attempt, fail, FailureError, unwrap, type Result } from '../../shared/errors/result.ts';
import type { Attachment } from '../../shared/fhir/elements.ts';
import type { BlobStore, RemoteChart } from '../../shared/sync/ports.ts';
import { inlineBytes } from './inlineBytes.ts';

/** A video of an hour; more is refused before it fills the disk. */
const largestContentBytes = 4 * 1024 ** 3;

/** Brings the bytes of one Attachment into the blob store, only if they are what its hash and size say. */
export async function fetchContent(
  chart: RemoteChart, blobs: BlobStore, content: Attachment, signal: AbortSignal,
): Promise<Result<{ readonly sha256: string; readonly size: number }>> {
  return attempt(async () => unwrap(await blobs.write(checked(await bytesOf(chart, content, signal), content))));
}

/** The inline bytes of an Attachment, kept when they are what its hash and size say. */
export async function keepInlineContent(blobs: BlobStore, content: Attachment): Promise<Result<{ readonly sha256: string; readonly size: number }> | undefined> {
  const inline = inlineBytes(content);
  return inline && attempt(async () => unwrap(await blobs.write(checked(once(inline), content))));
}

async function bytesOf(chart: RemoteChart, content: Attachment, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const inline = inlineBytes(content);
  if (inline) return once(inline);
  if (content.url === undefined) throw new FailureError({ code: 'data.invalid-resource', detail: 'content without data and url' });
  return unwrap(await chart.downloadBinary(content.url, signal)).bytes;
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

function mismatch(detail: string): FailureError {
  return new FailureError(fail('data.hash-mismatch', { detail }).error);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
