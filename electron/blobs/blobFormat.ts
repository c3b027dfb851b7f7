import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * An encrypted blob on disk:
 *
 *   header   32 bytes   "LBXB", version 1, three zeros, 24 random bytes (salt)
 *   chunks   each 64 KiB of plain bytes (the last one fewer, never none) as AES-256-GCM, its 16-byte tag after it
 *   trailer  56 bytes   SHA-256 and length (64 bit, big endian) of the plain bytes, AES-256-GCM with its tag
 *
 * The key of a file is HKDF-SHA256(blob key, salt), so that the nonce can simply count. Associated data of a chunk: header, index,
 * last-chunk flag; of the trailer: header and its own index. So chunks cannot be cut off, swapped or taken from another file, and a
 * file under another's name is noticed before its first byte is given out.
 */
export const headerBytes = 32;
export const chunkBytes = 64 * 1024;
export const tagBytes = 16;
const sha256Bytes = 32;
export const trailerBytes = sha256Bytes + 8 + tagBytes;
const saltOffset = 8;
const trailerIndex = 0xff_ff_ff_ff;
const magic = Buffer.from('LBXB\u0001\u0000\u0000\u0000', 'latin1');

export interface Trailer {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly size: number;
}

export function makeHeader(): Buffer {
  return Buffer.concat([magic, randomBytes(headerBytes - saltOffset)]);
}

export function isHeader(header: Uint8Array): boolean {
  return header.byteLength === headerBytes && magic.equals(header.subarray(0, saltOffset));
}

/** The number of chunks of `size` plain bytes. */
export function chunkCount(size: number): number {
  return Math.ceil(size / chunkBytes);
}

/** The length of the file that holds `size` plain bytes. */
export function fileLength(size: number): number {
  return headerBytes + size + chunkCount(size) * tagBytes + trailerBytes;
}

/** Seals and opens the parts of one file. */
export class BlobCipher {
  readonly #key: Buffer;
  readonly #header: Uint8Array;

  constructor(blobKey: Uint8Array, header: Uint8Array) {
    this.#key = Buffer.from(hkdfSync('sha256', blobKey, header.subarray(saltOffset), 'lightbox blob 1', 32));
    this.#header = header;
  }

  sealChunk(index: number, last: boolean, plain: Uint8Array): Buffer {
    return this.#seal(index, last, plain);
  }

  /** @returns undefined when the chunk is not what was written. */
  openChunk(index: number, last: boolean, sealed: Uint8Array): Buffer | undefined {
    return this.#open(index, last, sealed);
  }

  sealTrailer(trailer: Trailer): Buffer {
    const plain = Buffer.alloc(sha256Bytes + 8);
    plain.write(trailer.sha256, 'hex');
    plain.writeBigUInt64BE(BigInt(trailer.size), sha256Bytes);
    return this.#seal(trailerIndex, true, plain);
  }

  openTrailer(sealed: Uint8Array): Trailer | undefined {
    const plain = this.#open(trailerIndex, true, sealed);
    return plain && { sha256: plain.toString('hex', 0, sha256Bytes), size: Number(plain.readBigUInt64BE(sha256Bytes)) };
  }

  forget(): void {
    this.#key.fill(0);
  }

  #seal(index: number, last: boolean, plain: Uint8Array): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce(index)).setAAD(this.#associatedData(index, last));
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  #open(index: number, last: boolean, sealed: Uint8Array): Buffer | undefined {
    if (sealed.byteLength < tagBytes) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce(index), { authTagLength: tagBytes })
      .setAAD(this.#associatedData(index, last))
      .setAuthTag(sealed.subarray(sealed.byteLength - tagBytes));
    const plain = decipher.update(sealed.subarray(0, sealed.byteLength - tagBytes));
    try {
      decipher.final();
      return plain;
    } catch {
      plain.fill(0);
      return undefined;
    }
  }

  #associatedData(index: number, last: boolean): Buffer {
    const position = Buffer.alloc(5);
    position.writeUInt32BE(index);
    position.writeUInt8(last ? 1 : 0, 4);
    return Buffer.concat([this.#header, position]);
  }
}

function nonce(index: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(index, 8);
  return bytes;
}
