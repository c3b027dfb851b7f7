import { tagBytes } from '../../storage/aesGcm.ts';
import { corrupt, openSealed, readSealed } from '../../storage/readSealed.ts';
import { releaseMemory } from '../../../shared/memory/releaseMemory.ts';
import { chunkBytes, cipherOf, endBytes, endIndex, endOf, fileLength, headerBytes, headerOf, pathOf } from './binaryFormat.ts';

export interface BinaryFile {
  readonly directory: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly name: string;
  /** Of the plain bytes, as the database has it. */
  readonly size: number;
}

/**
 * Plain bytes [start, end). Header, length and end of the file are checked before the first byte is given out, each chunk before its own.
 * @throws FailureError with `local.blob-missing` or `local.blob-corrupt`.
 */
export async function* readBinaryFile({ directory, key, name, size }: BinaryFile, start: number, end: number): AsyncGenerator<Uint8Array> {
  const file = await openSealed(pathOf(directory, name));
  const cipher = cipherOf(key, name);
  try {
    if ((await file.stat()).size !== fileLength(size)) throw corrupt('length');
    if (!headerOf(name).equals(await readSealed(file, 0, headerBytes))) throw corrupt('header');
    const ending = cipher.open(endIndex, true, await readSealed(file, fileLength(size) - endBytes, endBytes));
    if (ending === undefined || !endOf(size).equals(ending)) throw corrupt('end');
    for (let index = Math.floor(start / chunkBytes); index * chunkBytes < end; index += 1) {
      const offset = index * chunkBytes;
      const length = Math.min(chunkBytes, size - offset);
      const sealed = await readSealed(file, headerBytes + index * (chunkBytes + tagBytes), length + tagBytes);
      const plain = cipher.open(index, false, sealed);
      releaseMemory(sealed);
      if (plain === undefined) throw corrupt(`chunk ${String(index)}`);
      yield plain.subarray(Math.max(0, start - offset), Math.min(length, end - offset));
    }
  } finally {
    cipher.forget();
    await file.close();
  }
}
