import { createHash } from 'node:crypto';
import { FailureError, unwrap } from '../../shared/errors/result.ts';
import { bytesApart, mapAttachments, withBytesApart, withBytesInside, withoutBytesApart } from '../../shared/fhir/bytesApart.ts';
import type { Attachment } from '../../shared/fhir/elements.ts';
import { chartThrough } from '../../shared/sync/chartThrough.ts';
import type { BlobStore, RemoteChart } from '../../shared/sync/ports.ts';

/** Inside a Media the bytes are text, and are held in memory whole. */
const largestInlineBytes = 24 * 1024 ** 2;

/**
 * The same chart, with the bytes that stand inside its Media in the blob store, once, and on this side only their hash in their place. What is
 * sent holds them again, written as they came.
 */
export function keepBytesApart(chart: RemoteChart, blobs: BlobStore): RemoteChart {
  return chartThrough(chart, {
    read: (media) => mapAttachments(media, (content) => takenOut(blobs, content)),
    write: (media) => mapAttachments(media, (content) => putBack(blobs, content)),
  });
}

/** Bytes that are not what their hash and size say stay where they are: they are stored under no name. Attachment.hash is base64(SHA-1). */
async function takenOut(blobs: BlobStore, content: Attachment): Promise<Attachment> {
  const { data, hash, size } = content;
  // Ours alone to write: a chart that names a blob would get to see another patient's bytes here, and be sent them.
  if (data === undefined) return withoutBytesApart(content);
  if (content['_data'] !== undefined) return content;
  const bytes = Buffer.from(data, 'base64');
  if (size !== undefined && size !== bytes.byteLength) return content;
  if (hash !== undefined && createHash('sha1').update(bytes).digest('base64') !== hash) return content;
  const asWritten = bytes.toString('base64') === data ? undefined : await keep(blobs, Buffer.from(data));
  return withBytesApart(content, { bytes: await keep(blobs, bytes), text: asWritten });
}

async function putBack(blobs: BlobStore, content: Attachment): Promise<Attachment> {
  const apart = bytesApart(content);
  if (apart === undefined) return content;
  const bytes = await readWhole(blobs, apart.text ?? apart.bytes);
  return withBytesInside(content, bytes.toString(apart.text === undefined ? 'base64' : 'utf8'));
}

/** Every scan of a gateway brings the same bytes again; they are written the first time. */
async function keep(blobs: BlobStore, bytes: Uint8Array): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (!(await blobs.has(sha256))) unwrap(await blobs.write(bytes));
  return sha256;
}

async function readWhole(blobs: BlobStore, sha256: string): Promise<Buffer> {
  const size = unwrap(await blobs.size(sha256));
  if (size > largestInlineBytes) throw new FailureError({ code: 'server.too-large', detail: `over ${String(largestInlineBytes)} bytes` });
  const parts: Uint8Array[] = [];
  for await (const part of blobs.read(sha256)) parts.push(part);
  return Buffer.concat(parts);
}
