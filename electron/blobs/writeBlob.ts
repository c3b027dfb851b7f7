import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FailureError } from '../../shared/errors/result.ts';
import { releaseMemory } from '../../shared/memory/releaseMemory.ts';
import { asFailureError } from '../storage/storageFailure.ts';
import { syncDirectory } from '../storage/syncDirectory.ts';
import { writeAll } from '../storage/writeAll.ts';
import { BlobCipher, chunkBytes, makeHeader, type Trailer } from './blobFormat.ts';
import { blobPath, temporaryPrefix } from './blobPath.ts';
import { OpenBlob } from './openBlob.ts';
import type { PartialWrite } from './partialBlobs.ts';
import type { RecentBlobs } from './recentBlobs.ts';

/**
 * Streams bytes into a file under their SHA-256; resolves when file and folder are on disk for good. A failure leaves nothing behind but
 * what `partial` keeps when the source breaks off.
 * @throws FailureError with `local.disk-full` or `local.read-only`; what the source throws passes through.
 */
export async function writeBlob(
  directory: string, key: Uint8Array, bytes: AsyncIterable<Uint8Array> | Uint8Array, recent: RecentBlobs, partial?: PartialWrite,
): Promise<Trailer> {
  const temporary = partial?.path ?? join(directory, `${temporaryPrefix}${randomUUID()}`);
  try {
    const trailer = await writeTemporary(temporary, key, bytes, partial);
    await recent.written(trailer.sha256);
    if (await isIntact(directory, key, trailer.sha256)) {
      await rm(temporary);
      await partial?.finished();
      return trailer;
    }
    const path = blobPath(directory, trailer.sha256);
    const firstOfFolder = await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(temporary, path);
    await syncDirectory(dirname(path));
    if (firstOfFolder !== undefined) await syncDirectory(directory);
    await partial?.finished();
    return trailer;
  } catch (error) {
    if (partial) await partial.failed(isInterruption(error));
    else await rm(temporary, { force: true });
    throw asFailureError(error);
  }
}

/** The source broke off; what it gave until then is good. */
function isInterruption(error: unknown): boolean {
  return error instanceof FailureError && (error.failure.code.startsWith('server.') || error.failure.code === 'local.cancelled');
}

async function writeTemporary(
  path: string, key: Uint8Array, bytes: AsyncIterable<Uint8Array> | Uint8Array, partial: PartialWrite | undefined,
): Promise<Trailer> {
  const file = await open(path, 'wx', 0o600);
  const header = makeHeader();
  const cipher = new BlobCipher(key, header);
  try {
    await writeAll(file, [header]);
    const hash = createHash('sha256');
    let size = 0;
    let index = 0;
    // One chunk is held back, for only the end of the source tells that it was the last.
    let held: Uint8Array | undefined;
    for await (const plain of inChunks(bytes)) {
      hash.update(plain);
      size += plain.byteLength;
      if (held) {
        await writeSealed(file, cipher.sealChunk(index++, false, held));
        releaseMemory(held);
        await partial?.grown(index * chunkBytes);
      }
      held = plain;
    }
    if (held) await writeSealed(file, cipher.sealChunk(index, true, held));
    const trailer = { sha256: hash.digest('hex'), size };
    await writeAll(file, [cipher.sealTrailer(trailer)]);
    await file.sync();
    return trailer;
  } finally {
    cipher.forget();
    await file.close();
  }
}

async function writeSealed(file: FileHandle, sealed: Uint8Array): Promise<void> {
  await writeAll(file, [sealed]);
  releaseMemory(sealed);
}

/** Cuts any stream into pieces of exactly one chunk; only the last may be shorter, none is empty. */
async function* inChunks(bytes: AsyncIterable<Uint8Array> | Uint8Array): AsyncGenerator<Uint8Array> {
  const source = bytes instanceof Uint8Array ? [bytes] : bytes;
  let chunk = Buffer.alloc(chunkBytes);
  let filled = 0;
  for await (const piece of source) {
    for (let offset = 0; offset < piece.byteLength; ) {
      const part = piece.subarray(offset, offset + chunkBytes - filled);
      chunk.set(part, filled);
      filled += part.byteLength;
      offset += part.byteLength;
      if (filled === chunkBytes) {
        yield chunk;
        chunk = Buffer.alloc(chunkBytes);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/** The same bytes are there already. A damaged blob is written anew. */
async function isIntact(directory: string, key: Uint8Array, sha256: string): Promise<boolean> {
  try {
    const blob = await OpenBlob.open(directory, key, sha256);
    try {
      for await (const chunk of blob.read()) void chunk;
      return true;
    } finally {
      await blob.close();
    }
  } catch (error) {
    if (error instanceof FailureError && (error.failure.code === 'local.blob-missing' || error.failure.code === 'local.blob-corrupt')) return false;
    throw error;
  }
}
