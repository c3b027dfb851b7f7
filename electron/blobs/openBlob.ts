import type { FileHandle } from 'node:fs/promises';
import { tagBytes } from '../storage/aesGcm.ts';
import { corrupt, openSealed, readSealed } from '../storage/readSealed.ts';
import { releaseMemory } from '../../shared/memory/releaseMemory.ts';
import { asFailureError } from '../storage/storageFailure.ts';
import { BlobCipher, chunkBytes, chunkCount, fileLength, headerBytes, isHeader, trailerBytes } from './blobFormat.ts';
import { blobPath } from './blobPath.ts';

/** Every read is a trip to another thread. */
const chunksAtOnce = 8;

/** One blob opened for reading; its trailer is already authenticated and names what was asked for. */
export class OpenBlob {
  readonly size: number;
  readonly #file: FileHandle;
  readonly #cipher: BlobCipher;

  private constructor(file: FileHandle, cipher: BlobCipher, size: number) {
    this.#file = file;
    this.#cipher = cipher;
    this.size = size;
  }

  /** @throws FailureError with `local.blob-missing` or `local.blob-corrupt`. */
  static async open(directory: string, key: Uint8Array, sha256: string): Promise<OpenBlob> {
    const file = await openSealed(blobPath(directory, sha256));
    try {
      const { size: length } = await file.stat();
      const header = await readSealed(file, 0, headerBytes);
      if (!isHeader(header)) throw corrupt('header');
      const cipher = new BlobCipher(key, header);
      const trailer = cipher.openTrailer(await readSealed(file, Math.max(headerBytes, length - trailerBytes), trailerBytes));
      if (!trailer) throw corrupt('trailer');
      if (trailer.sha256 !== sha256) throw corrupt('name');
      if (fileLength(trailer.size) !== length) throw corrupt('length');
      return new OpenBlob(file, cipher, trailer.size);
    } catch (error) {
      await file.close();
      throw asFailureError(error);
    }
  }

  /** Plain bytes of [start, end), clamped to what there is; each chunk is authenticated before it is given out. */
  async *read(range?: { readonly start: number; readonly end: number }): AsyncGenerator<Uint8Array> {
    const start = Math.max(0, range?.start ?? 0);
    const end = Math.min(this.size, range?.end ?? this.size);
    if (start >= end) return;
    const last = chunkCount(this.size) - 1;
    const endChunk = Math.ceil(end / chunkBytes);
    for (let first = Math.floor(start / chunkBytes); first < endChunk; first += chunksAtOnce) {
      const next = Math.min(first + chunksAtOnce, endChunk);
      const sealed = await readSealed(this.#file, sealedOffset(first), this.#sealedEnd(next) - sealedOffset(first));
      for (let index = first; index < next; index += 1) {
        const from = sealedOffset(index) - sealedOffset(first);
        const plain = this.#cipher.openChunk(index, index === last, sealed.subarray(from, from + chunkBytes + tagBytes));
        if (!plain) throw corrupt(`chunk ${String(index)}`);
        const plainStart = index * chunkBytes;
        yield plain.subarray(Math.max(0, start - plainStart), Math.min(plain.byteLength, end - plainStart));
      }
      releaseMemory(sealed);
    }
  }

  #sealedEnd(chunks: number): number {
    return headerBytes + Math.min(chunks * chunkBytes, this.size) + chunks * tagBytes;
  }

  async close(): Promise<void> {
    this.#cipher.forget();
    await this.#file.close();
  }
}

function sealedOffset(chunk: number): number {
  return headerBytes + chunk * (chunkBytes + tagBytes);
}
