import type { EncryptedDatabase } from '../../sqlite/openEncrypted.ts';
import { Statements } from '../../sqlite/statements.ts';

/** Just under 1 MiB and divisible by 3, so that each chunk is base64 of its own and they can be joined. */
const chunkBytes = 1_048_575;

/** How much of an upload waits in memory for its rows to be written in one transaction. */
const batchBytes = 8 * chunkBytes;

/** Bytes of Binaries in rows of `chunkBytes`, so that neither side ever holds a whole one in memory. */
export class Blobs {
  readonly #database: EncryptedDatabase;
  readonly #statements: Statements;

  constructor(database: EncryptedDatabase) {
    this.#database = database;
    this.#statements = new Statements(database);
  }

  /** Starts a blob of unknown size. It counts for nothing until a resource version points at it. */
  begin(): BlobWriter {
    return new BlobWriter(this.#database, this.#statements);
  }

  size(key: number): number {
    const row = this.#statements.prepare<[number], { readonly size: number }>('SELECT size FROM blob WHERE key = ?').get(key);
    if (row === undefined) throw new Error('a Binary points at no blob');
    return row.size;
  }

  /** Bytes [start, end). Each chunk is read when it is asked for. */
  *read(key: number, start: number, end: number): Generator<Uint8Array> {
    const select = this.#statements.prepare<[number, number], { readonly bytes: Uint8Array }>('SELECT bytes FROM blob_chunk WHERE blob_key = ? AND ordinal = ?');
    for (let ordinal = Math.floor(start / chunkBytes); ordinal * chunkBytes < end; ordinal += 1) {
      const bytes = select.get(key, ordinal)?.bytes;
      if (bytes === undefined) throw new Error('a chunk of a blob is missing');
      const offset = ordinal * chunkBytes;
      yield bytes.subarray(Math.max(0, start - offset), Math.min(bytes.byteLength, end - offset));
    }
  }

  /** Clears what uploads that were cut by a crash left behind. */
  removeOrphans(): void {
    this.#database.exec('DELETE FROM blob WHERE NOT EXISTS (SELECT 1 FROM resource_version v WHERE v.blob_key = blob.key)');
  }
}

/** Touches the database with the first full batch or at `finish`, so that a picture costs one transaction: its resource's. */
export class BlobWriter {
  readonly #database: EncryptedDatabase;
  readonly #statements: Statements;
  #key: number | undefined;
  #size = 0;
  #chunks = 0;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;

  constructor(database: EncryptedDatabase, statements: Statements) {
    this.#database = database;
    this.#statements = statements;
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#size;
  }

  write(bytes: Uint8Array): void {
    this.#size += bytes.byteLength;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.byteLength;
    if (this.#pendingBytes < batchBytes) return;
    if (this.#database.inTransaction) return this.#storeChunks(false);
    // Nothing counts on these rows before `finish`, whose transaction syncs all of the log that lies before it.
    this.#database.pragma('synchronous=NORMAL');
    try {
      this.#database.transaction(() => this.#storeChunks(false)).immediate();
    } finally {
      this.#database.pragma('synchronous=FULL');
    }
  }

  #storeChunks(all: boolean): void {
    const bytes = Buffer.concat(this.#pending);
    let offset = 0;
    for (; bytes.byteLength - offset >= chunkBytes; offset += chunkBytes) this.#store(bytes.subarray(offset, offset + chunkBytes));
    const rest = bytes.subarray(offset);
    if (all && rest.byteLength > 0) this.#store(rest);
    this.#pending = all ? [] : [rest];
    this.#pendingBytes = all ? 0 : rest.byteLength;
  }

  /** Writes what is left; to be called in the transaction that makes a resource version point at it. @returns the blob's key. */
  finish(): number {
    this.#storeChunks(true);
    const key = this.#ownKey();
    this.#statements.prepare('UPDATE blob SET size = ? WHERE key = ?').run(this.#size, key);
    return key;
  }

  /** Forgets everything written. */
  discard(): void {
    this.#pending = [];
    if (this.#key !== undefined) this.#statements.prepare('DELETE FROM blob WHERE key = ?').run(this.#key);
  }

  #ownKey(): number {
    this.#key ??= Number(this.#statements.prepare('INSERT INTO blob (size) VALUES (0)').run().lastInsertRowid);
    return this.#key;
  }

  #store(bytes: Uint8Array): void {
    this.#statements.prepare('INSERT INTO blob_chunk (blob_key, ordinal, bytes) VALUES (?, ?, ?)').run(this.#ownKey(), this.#chunks, bytes);
    this.#chunks += 1;
  }
}
