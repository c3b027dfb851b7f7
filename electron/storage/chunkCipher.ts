import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type CipherGCM, type KeyObject } from 'node:crypto';
import { nonceBytes, openGcm, sealGcm, tagBytes } from './aesGcm.ts';

/**
 * Seals and opens the chunks of one encrypted file. Its key is HKDF-SHA256(key, salt, label), and no two files share a salt, so that the
 * nonce can simply count. Associated data of a chunk: the file's header, the chunk's index (32 bit, big endian) and one byte for `last`. So
 * chunks cannot be swapped, or taken from another file.
 */
export class ChunkCipher {
  #key: KeyObject | null;
  readonly #header: Uint8Array;

  /** @param key 32 bytes. @param label what the files are, with their version. */
  constructor(key: Uint8Array, options: { readonly salt: Uint8Array; readonly label: string; readonly header: Uint8Array }) {
    const bytes = Buffer.from(hkdfSync('sha256', key, options.salt, options.label, 32));
    this.#key = createSecretKey(bytes);
    bytes.fill(0);
    this.#header = options.header;
  }

  /** For a chunk that comes in pieces: `update` with each, then `final`, then the tag. */
  sealing(index: number, last: boolean): CipherGCM {
    return createCipheriv('aes-256-gcm', this.#usedKey, nonce(index)).setAAD(this.#associatedData(index, last));
  }

  seal(index: number, last: boolean, plain: Uint8Array): Buffer {
    return sealGcm(this.#usedKey, nonce(index), this.#associatedData(index, last), plain);
  }

  /** @returns undefined when the chunk is not what was sealed. */
  open(index: number, last: boolean, sealed: Uint8Array): Buffer | undefined {
    return openGcm(this.#usedKey, nonce(index), this.#associatedData(index, last), sealed);
  }

  /** What a chunk that does not open holds as it lies there, unproven. */
  openUnproven(index: number, sealed: Uint8Array): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.#usedKey, nonce(index));
    return decipher.update(sealed.subarray(0, Math.max(0, sealed.byteLength - tagBytes)));
  }

  /** GCM's hash key, H: the zero block under the key. */
  hashKey(): Buffer {
    const cipher = createCipheriv('aes-256-ecb', this.#usedKey, null).setAutoPadding(false);
    return cipher.update(Buffer.alloc(16));
  }

  /** OpenSSL overwrites the key when nobody holds it any more. */
  forget(): void {
    this.#key = null;
  }

  get #usedKey(): KeyObject {
    if (this.#key === null) throw new Error('a forgotten key');
    return this.#key;
  }

  #associatedData(index: number, last: boolean): Buffer {
    const position = Buffer.alloc(5);
    position.writeUInt32BE(index);
    position.writeUInt8(last ? 1 : 0, 4);
    return Buffer.concat([this.#header, position]);
  }
}

function nonce(index: number): Buffer {
  const bytes = Buffer.alloc(nonceBytes);
  bytes.writeUInt32BE(index, nonceBytes - 4);
  return bytes;
}
