import { randomBytes } from 'node:crypto';
import { tagBytes } from '../storage/aesGcm.ts';
import { ChunkCipher } from '../storage/chunkCipher.ts';

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
  readonly #chunks: ChunkCipher;

  constructor(blobKey: Uint8Array, header: Uint8Array) {
    this.#chunks = new ChunkCipher(blobKey, { salt: header.subarray(saltOffset), label: 'lightbox blob 1', header });
  }

  sealChunk(index: number, last: boolean, plain: Uint8Array): Buffer {
    return this.#chunks.seal(index, last, plain);
  }

  /** @returns undefined when the chunk is not what was written. */
  openChunk(index: number, last: boolean, sealed: Uint8Array): Buffer | undefined {
    return this.#chunks.open(index, last, sealed);
  }

  /** What a chunk that does not open holds as it lies there; see findFlippedBit for the other. */
  openUnproven(index: number, sealed: Uint8Array): Buffer {
    return this.#chunks.openUnproven(index, sealed);
  }

  hashKey(): Buffer {
    return this.#chunks.hashKey();
  }

  sealTrailer(trailer: Trailer): Buffer {
    const plain = Buffer.alloc(sha256Bytes + 8);
    plain.write(trailer.sha256, 'hex');
    plain.writeBigUInt64BE(BigInt(trailer.size), sha256Bytes);
    return this.#chunks.seal(trailerIndex, true, plain);
  }

  openTrailer(sealed: Uint8Array): Trailer | undefined {
    const plain = this.#chunks.open(trailerIndex, true, sealed);
    return plain && { sha256: plain.toString('hex', 0, sha256Bytes), size: Number(plain.readBigUInt64BE(sha256Bytes)) };
  }

  forget(): void {
    this.#chunks.forget();
  }
}
