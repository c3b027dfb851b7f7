import { open, type FileHandle } from 'node:fs/promises';
import { FailureError } from '../../shared/errors/result.ts';
import { readExactly } from './readExactly.ts';
import { asFailureError } from './storageFailure.ts';

/** @throws FailureError with `local.blob-missing`, or what the storage says. */
export async function openSealed(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new FailureError({ code: 'local.blob-missing' });
    throw asFailureError(error);
  }
}

/** @throws FailureError with `local.blob-corrupt` when the file ends before. */
export async function readSealed(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = await readExactly(file, position, length);
  if (bytes === undefined) throw corrupt('length');
  return bytes;
}

/** @param detail which part is not what was written. */
export function corrupt(detail: string): FailureError {
  return new FailureError({ code: 'local.blob-corrupt', detail });
}
