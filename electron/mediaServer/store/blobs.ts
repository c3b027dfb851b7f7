import { mkdir, readdir, rm } from 'node:fs/promises';
import type { EncryptedDatabase } from '../../sqlite/openEncrypted.ts';
import { syncDirectory } from '../../storage/syncDirectory.ts';
import { BinaryFileWriter } from './binaryFileWriter.ts';
import { isName, pathOf } from './binaryFormat.ts';
import { FreshFiles } from './freshFiles.ts';
import { readBinaryFile } from './readBinaryFile.ts';
import { Statements } from '../../sqlite/statements.ts';

/** Just under 1 MiB and divisible by 3, so that each chunk is base64 of its own and they can be joined. */
const rowBytes = 1_048_575;

/** Up to here a row costs less than a file. */
const smallestFileBytes = 64 * 1024;

/** Where the files lie, and what they are sealed with (32 bytes). */
export interface BinaryFiles {
  readonly directory: string;
  readonly key: Uint8Array;
}

/** Bytes on their way in, whole. `keep` is called in the transaction that makes a resource version point at them. @returns the blob's key. */
export interface IncomingBytes {
  readonly keep: () => number;
}

/**
 * Bytes of Binaries: what is sent by itself in encrypted files beside the database, small ones and what came within JSON in rows. A blob
 * counts for nothing until a resource version points at it, and a file until a blob does.
 */
export class Blobs {
  readonly #database: EncryptedDatabase;
  readonly #statements: Statements;
  readonly #files: BinaryFiles;
  readonly #fresh: FreshFiles;

  constructor(database: EncryptedDatabase, files: BinaryFiles) {
    this.#database = database;
    this.#statements = new Statements(database);
    this.#files = files;
    this.#fresh = new FreshFiles(files.directory);
  }

  /** Starts a blob of unknown size. */
  begin(): BlobWriter {
    return new BlobWriter(this, async () => new BinaryFileWriter(this.#files, await this.#fresh.take()));
  }

  /** Bytes that are in memory anyway, in rows; to be called in the transaction that makes a resource version point at them. @returns the blob's key. */
  keep(bytes: Uint8Array): number {
    const key = this.#insert(bytes.byteLength, null);
    const insert = this.#statements.prepare('INSERT INTO blob_chunk (blob_key, ordinal, bytes) VALUES (?, ?, ?)');
    for (let offset = 0; offset < bytes.byteLength; offset += rowBytes) insert.run(key, offset / rowBytes, bytes.subarray(offset, offset + rowBytes));
    return key;
  }

  /** The same for a file that is on disk for good. */
  keepFile(name: string, size: number): number {
    // When the answer is given.
    setImmediate(() => {
      this.#fresh.restock();
    });
    return this.#insert(size, name);
  }

  size(key: number): number {
    return this.#row(key).size;
  }

  /**
   * Bytes [start, end), piece by piece; each but the last is divisible by 3 when `start` is 0.
   * @throws FailureError with `local.blob-missing` or `local.blob-corrupt`, before anything that is not what was kept is given out.
   */
  async *read(key: number, start: number, end: number): AsyncGenerator<Uint8Array> {
    const { size, file } = this.#row(key);
    if (file === null) yield* this.#readRows(key, start, end);
    else yield* readBinaryFile({ ...this.#files, name: file, size }, start, end);
  }

  /** Makes the files' directory, and clears what uploads that were cut by a crash left behind. */
  async prepare(): Promise<void> {
    this.#database.exec('DELETE FROM blob WHERE NOT EXISTS (SELECT 1 FROM resource_version v WHERE v.blob_key = blob.key)');
    const { directory } = this.#files;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const isKept = this.#statements.prepare<[string]>('SELECT 1 FROM blob WHERE file = ?');
    const orphans = (await readdir(directory)).filter((name) => isName(name) && isKept.get(name) === undefined);
    for (const name of orphans) await rm(pathOf(directory, name), { force: true });
    if (orphans.length > 0) await syncDirectory(directory);
    this.#fresh.restock();
  }

  close(): Promise<void> {
    return this.#fresh.close();
  }

  #insert(size: number, file: string | null): number {
    return Number(this.#statements.prepare('INSERT INTO blob (size, file) VALUES (?, ?)').run(size, file).lastInsertRowid);
  }

  #row(key: number): { readonly size: number; readonly file: string | null } {
    const row = this.#statements.prepare<[number], { readonly size: number; readonly file: string | null }>('SELECT size, file FROM blob WHERE key = ?').get(key);
    if (row === undefined) throw new Error('a Binary points at no blob');
    return row;
  }

  *#readRows(key: number, start: number, end: number): Generator<Uint8Array> {
    const select = this.#statements.prepare<[number, number], { readonly bytes: Uint8Array }>('SELECT bytes FROM blob_chunk WHERE blob_key = ? AND ordinal = ?');
    for (let ordinal = Math.floor(start / rowBytes); ordinal * rowBytes < end; ordinal += 1) {
      const bytes = select.get(key, ordinal)?.bytes;
      if (bytes === undefined) throw new Error('a chunk of a blob is missing');
      const offset = ordinal * rowBytes;
      yield bytes.subarray(Math.max(0, start - offset), Math.min(bytes.byteLength, end - offset));
    }
  }
}

/** Begins a file when the bytes turn out to be more than a few. */
export class BlobWriter implements IncomingBytes {
  readonly #blobs: Blobs;
  readonly #beginFile: () => Promise<BinaryFileWriter>;
  #size = 0;
  #few: Uint8Array[] = [];
  #file: BinaryFileWriter | undefined;

  constructor(blobs: Blobs, beginFile: () => Promise<BinaryFileWriter>) {
    this.#blobs = blobs;
    this.#beginFile = beginFile;
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#size;
  }

  /** Takes the bytes, which nobody else may look at afterwards. Resolves when more is wanted. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#size += bytes.byteLength;
    if (this.#file !== undefined) return this.#file.write(bytes);
    this.#few.push(bytes);
    if (this.#size <= smallestFileBytes) return;
    this.#file = await this.#beginFile();
    for (const waiting of this.#few.splice(0)) await this.#file.write(waiting);
  }

  /** No more comes; resolves when what came waits for nothing but its row. */
  async finish(): Promise<void> {
    await this.#file?.finish();
  }

  keep(): number {
    return this.#file === undefined ? this.#blobs.keep(Buffer.concat(this.#few)) : this.#blobs.keepFile(this.#file.name, this.#size);
  }

  /** Forgets everything written. */
  async discard(): Promise<void> {
    this.#few = [];
    await this.#file?.discard();
  }
}
