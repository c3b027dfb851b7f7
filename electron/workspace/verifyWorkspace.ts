import { createHash } from 'node:crypto';
import { FailureError } from '../../shared/errors/result.ts';
import type { BlobStore, MediaRecord } from '../../shared/sync/ports.ts';
import type { Cache } from '../cache/cache.ts';
import type { Imaging } from '../imaging/imaging.ts';
import { collectBytes } from './collectBytes.ts';

/** What `verify` found. Findings name rows and blobs by id, never a patient. */
export interface VerifyReport {
  readonly media: number;
  readonly blobs: number;
  readonly findings: readonly string[];
}

/**
 * Reads everything there is: every row and the outbox (by the cache), every blob's hash, size and dimensions against its row, and
 * blobs that no row names. Slow on purpose; nothing is changed.
 */
export async function verifyWorkspace(services: { readonly cache: Cache; readonly blobs: BlobStore; readonly imaging: Imaging }): Promise<VerifyReport> {
  const { cache, blobs, imaging } = services;
  const findings = [...(await cache.verify())];
  const known = new Set(await cache.namedBlobs());
  const mediaIds = await cache.mediaIds();
  for (const mediaId of mediaIds) {
    const rows = await cache.mediaRows(mediaId);
    if (!rows) continue;
    if (rows.thumbnailSha256 !== null) {
      const bytes = await readVerified(blobs, rows.thumbnailSha256);
      if (typeof bytes === 'string') findings.push(`media ${mediaId}: thumbnail ${bytes}`);
    }
    for (const [index, page] of rows.pageContents.entries()) {
      const bytes = await readVerified(blobs, page.sha256);
      if (typeof bytes === 'string') findings.push(`media ${mediaId}: page ${String(index + 1)} ${bytes}`);
    }
    const sha256 = rows.record.contentSha256;
    if (sha256 === null) continue;
    const bytes = await readVerified(blobs, sha256);
    if (typeof bytes === 'string') findings.push(`media ${mediaId}: content ${bytes}`);
    else findings.push(...(await contentFindings(imaging, rows.record, rows.contentSize, bytes)).map((finding) => `media ${mediaId}: ${finding}`));
  }
  let blobCount = 0;
  for await (const sha256 of blobs.list()) {
    blobCount += 1;
    if (!known.has(sha256)) findings.push(`blob ${sha256}: no row names it`);
  }
  return { media: mediaIds.length, blobs: blobCount, findings };
}

/** @returns the bytes, or what is wrong with them. */
async function readVerified(blobs: BlobStore, sha256: string): Promise<Uint8Array | string> {
  try {
    const bytes = await collectBytes(blobs.read(sha256));
    return createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : 'does not match its SHA-256';
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code;
    throw error;
  }
}

async function contentFindings(imaging: Imaging, record: MediaRecord, contentSize: number | null, bytes: Uint8Array): Promise<string[]> {
  const findings: string[] = [];
  const declared = record.current.content.size;
  if (contentSize !== bytes.byteLength) findings.push(`${String(bytes.byteLength)} bytes, the row says ${String(contentSize)}`);
  if (declared !== undefined && declared !== bytes.byteLength) findings.push(`${String(bytes.byteLength)} bytes, content.size says ${String(declared)}`);
  const probe = await imaging.probe(bytes);
  if (!probe.ok) return [...findings, `does not decode (${probe.error.code})`];
  const { width, height } = record.current;
  if (width !== undefined && probe.value.width !== null && width !== probe.value.width) findings.push(`${String(probe.value.width)} px wide, the Media says ${String(width)}`);
  if (height !== undefined && probe.value.height !== null && height !== probe.value.height) findings.push(`${String(probe.value.height)} px high, the Media says ${String(height)}`);
  return findings;
}
