import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { tagBytes } from '../../storage/aesGcm.ts';
import { ChunkCipher } from '../../storage/chunkCipher.ts';

/**
 * The bytes of a Binary on disk, beside the database, which knows the name and the size:
 *
 *   header   32 bytes   "LBXM", version 1, three zeros, 24 random bytes (salt); the salt in hex is the file's name
 *   chunks   each 384 KiB of plain bytes (the last one fewer, never none) as AES-256-GCM, its 16-byte tag after it
 *   end      24 bytes   length (64 bit, big endian) of the plain bytes, AES-256-GCM with its tag
 *
 * The key of a file is HKDF-SHA256(the server's binary key, salt), nonces and associated data as ChunkCipher has them. A chunk may be sealed
 * before it is known whether it is the last: what was cut off is noticed by the end.
 */
export const headerBytes = 32;
/** Divisible by 3, so that each chunk is base64 of its own and they can be joined. */
export const chunkBytes = 384 * 1024;
export const endBytes = 8 + tagBytes;
export const endIndex = 0xff_ff_ff_ff;
const saltBytes = 24;
const magic = Buffer.from('LBXM\u0001\u0000\u0000\u0000', 'latin1');

export function makeName(): string {
  return randomBytes(saltBytes).toString('hex');
}

export function isName(name: string): boolean {
  return /^[0-9a-f]{48}$/.test(name);
}

/** @throws RangeError for anything but a name that this server made: what comes from elsewhere never becomes a path. */
export function pathOf(directory: string, name: string): string {
  if (!isName(name)) throw new RangeError('not the name of a binary file');
  return join(directory, name);
}

export function headerOf(name: string): Buffer {
  return Buffer.concat([magic, Buffer.from(name, 'hex')]);
}

/** The length of the file that holds `size` plain bytes. */
export function fileLength(size: number): number {
  return headerBytes + size + Math.ceil(size / chunkBytes) * tagBytes + endBytes;
}

export function cipherOf(key: Uint8Array, name: string): ChunkCipher {
  return new ChunkCipher(key, { salt: Buffer.from(name, 'hex'), label: 'lightbox media server binary 1', header: headerOf(name) });
}

export function endOf(size: number): Buffer {
  const end = Buffer.alloc(8);
  end.writeBigUInt64BE(BigInt(size));
  return end;
}
