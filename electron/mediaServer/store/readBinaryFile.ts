import { open, type FileHandle } from 'node:fs/promises';
import { FailureError } from '../../../shared/errors/result.ts';
import { tagBytes } from '../../storage/chunkCipher.ts';
import { readExactly } from '../../storage/readExactly.ts';
import { releaseMemory } from '../../../shared/memory/releaseMemory.ts';
import { asFailureError } from '../../storage/storageFailure.ts';
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
  const file = await openFile(pathOf(directory, name));
  const cipher = cipherOf(key, name);
  try {
    if ((await file.stat()).size !== fileLength(size)) throw corrupt('length');
    if (!headerOf(name).equals(await readWhole(file, 0, headerBytes))) throw corrupt('header');
    const ending = cipher.open(endIndex, true, await readWhole(file, fileLength(size) - endBytes, endBytes));
    if (ending === undefined || !endOf(size).equals(ending)) throw corrupt('end');
    for (let index = Math.floor(start / chunkBytes); index * chunkBytes < end; index += 1) {
      const offset = index * chunkBytes;
      const length = Math.min(chunkBytes, size - offset);
      const sealed = await readWhole(file, headerBytes + index * (chunkBytes + tagBytes), length + tagBytes);
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

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new FailureError({ code: 'local.blob-missing' });
    throw asFailureError(error);
  }
}

async function readWhole(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = await readExactly(file, position, length);
  if (bytes === undefined) throw corrupt('length');
  return bytes;
}

function corrupt(detail: string): FailureError {
  return new FailureError({ code: 'local.blob-corrupt', detail });
}
