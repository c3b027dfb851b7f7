import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { tagBytes } from '../storage/aesGcm.ts';
import { BlobCipher, chunkBytes, headerBytes, makeHeader, trailerBytes } from './blobFormat.ts';
import { blobPath } from './blobPath.ts';
import { findFlippedBit } from './findFlippedBit.ts';

/** What could be had of a blob that does not open. */
export interface Salvaged {
  readonly bytes: Uint8Array;
  /** Proven by their SHA-256; else they are what lies there, unproven. */
  readonly whole: boolean;
}

const saltOffset = 8;

/**
 * Reads a damaged blob as far as it goes, for somebody who has no other copy; the file stays as it is. Where one bit is wrong, in the bytes or in
 * what describes them, it is found and all is as it was: the SHA-256 proves it.
 * @returns undefined when there is no file, or nothing in it.
 */
export async function salvageBlob(directory: string, key: Uint8Array, sha256: string): Promise<Salvaged | undefined> {
  const file = await readFile(blobPath(directory, sha256)).catch(() => undefined);
  if (!file || file.length <= headerBytes + trailerBytes) return undefined;
  const asItLies = decipher(file, headerOf(file), key);
  if (isIt(asItLies, sha256)) return { bytes: asItLies, whole: true };
  const repaired = repairedSalt(file, key, sha256);
  return repaired ? { bytes: repaired, whole: true } : { bytes: asItLies, whole: false };
}

/** Every chunk, authentic or not; one wrong bit of a chunk is put right. */
function decipher(file: Uint8Array, header: Uint8Array, key: Uint8Array): Buffer {
  const cipher = new BlobCipher(key, header);
  const sealed = file.subarray(headerBytes, file.length - trailerBytes);
  const count = Math.ceil(sealed.length / (chunkBytes + tagBytes));
  const parts: Buffer[] = [];
  for (let index = 0; index < count; index += 1) {
    const chunk = sealed.subarray(index * (chunkBytes + tagBytes), (index + 1) * (chunkBytes + tagBytes));
    const last = index === count - 1;
    parts.push(cipher.openChunk(index, last, chunk) ?? mended(cipher, index, last, chunk));
  }
  cipher.forget();
  return Buffer.concat(parts);
}

/** With its one wrong bit put right; as it lies there when there is more than one. */
function mended(cipher: BlobCipher, index: number, last: boolean, chunk: Uint8Array): Buffer {
  const plain = cipher.openUnproven(index, chunk);
  const tagAsItLies = cipher.sealChunk(index, last, plain).subarray(-tagBytes);
  const stored = chunk.subarray(-tagBytes);
  const bit = findFlippedBit({ hashKey: cipher.hashKey(), tagDifference: tagAsItLies.map((byte, at) => byte ^ (stored[at] ?? 0)), length: plain.length });
  if (bit !== undefined) plain.writeUInt8(plain.readUInt8(bit >> 3) ^ (0x80 >> (bit & 7)), bit >> 3);
  return plain;
}

/** Another salt is another key: each of its bits is tried, on the first chunk. */
function repairedSalt(file: Uint8Array, key: Uint8Array, sha256: string): Buffer | undefined {
  const first = file.subarray(headerBytes, Math.min(file.length - trailerBytes, headerBytes + chunkBytes + tagBytes));
  const onlyChunk = first.length === file.length - trailerBytes - headerBytes;
  for (let bit = saltOffset * 8; bit < headerBytes * 8; bit += 1) {
    const header = headerOf(file);
    header.writeUInt8(header.readUInt8(bit >> 3) ^ (0x80 >> (bit & 7)), bit >> 3);
    const cipher = new BlobCipher(key, header);
    const opened = cipher.openChunk(0, onlyChunk, first);
    cipher.forget();
    if (!opened) continue;
    const bytes = decipher(file, header, key);
    return isIt(bytes, sha256) ? bytes : undefined;
  }
  return undefined;
}

/** The magic says nothing that is not known. */
function headerOf(file: Uint8Array): Buffer {
  return Buffer.concat([makeHeader().subarray(0, saltOffset), file.subarray(saltOffset, headerBytes)]);
}

function isIt(bytes: Uint8Array, sha256: string): boolean {
  return createHash('sha256').update(bytes).digest('hex') === sha256;
}
