import type { CipherGCM } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { ChunkCipher } from '../../storage/chunkCipher.ts';
import { syncDirectory } from '../../storage/syncDirectory.ts';
import { writeAll } from '../../storage/writeAll.ts';
import { chunkBytes, cipherOf, endIndex, endOf, headerOf, makeName, pathOf } from './binaryFormat.ts';

/** How much is sealed before it is handed to the disk, while the next arrives. */
const batchBytes = 512 * 1024;

/**
 * Seals bytes as they come and writes them while more are coming; no byte is copied in between. The name is new and nobody's until a row
 * names it, so that a file needs no other one while it is unfinished.
 */
export class BinaryFileWriter {
  readonly name: string;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #cipher: ChunkCipher;
  /** That the name is on disk for good: asked for at once, waited for at the end. */
  readonly #named: Promise<void>;
  #chunk: { readonly cipher: CipherGCM; room: number } | undefined;
  #chunks = 0;
  #size = 0;
  #sealed: Uint8Array[];
  #sealedBytes: number;
  #writing: Promise<void> = Promise.resolve();

  private constructor(options: { readonly name: string; readonly path: string; readonly file: FileHandle; readonly cipher: ChunkCipher; readonly named: Promise<void> }) {
    this.name = options.name;
    this.#path = options.path;
    this.#file = options.file;
    this.#cipher = options.cipher;
    this.#named = options.named;
    // It is waited for later, or not at all when the file is discarded.
    options.named.catch(() => undefined);
    this.#sealed = [headerOf(options.name)];
    this.#sealedBytes = 0;
  }

  static async create(directory: string, key: Uint8Array): Promise<BinaryFileWriter> {
    const name = makeName();
    const path = pathOf(directory, name);
    const file = await open(path, 'wx', 0o600);
    return new BinaryFileWriter({ name, path, file, cipher: cipherOf(key, name), named: syncDirectory(directory) });
  }

  /** Resolves when more is wanted: no more than two batches wait in memory. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#size += bytes.byteLength;
    for (let offset = 0; offset < bytes.byteLength; ) {
      this.#chunk ??= { cipher: this.#cipher.sealing(this.#chunks, false), room: chunkBytes };
      const part = bytes.subarray(offset, offset + this.#chunk.room);
      this.#push(this.#chunk.cipher.update(part));
      this.#chunk.room -= part.byteLength;
      offset += part.byteLength;
      if (this.#chunk.room === 0) this.#endChunk();
    }
    if (this.#sealedBytes >= batchBytes) await this.#handOver();
  }

  /** Resolves when the whole file is on disk for good, under its name. */
  async finish(): Promise<void> {
    this.#endChunk();
    this.#push(this.#cipher.seal(endIndex, true, endOf(this.#size)));
    await this.#handOver();
    await this.#writing;
    await Promise.all([this.#file.datasync(), this.#named]);
    await this.#close();
  }

  /** Leaves nothing. */
  async discard(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#close();
    await rm(this.#path, { force: true });
  }

  #endChunk(): void {
    if (this.#chunk === undefined) return;
    this.#push(this.#chunk.cipher.final());
    this.#push(this.#chunk.cipher.getAuthTag());
    this.#chunk = undefined;
    this.#chunks += 1;
  }

  #push(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    this.#sealed.push(bytes);
    this.#sealedBytes += bytes.byteLength;
  }

  async #handOver(): Promise<void> {
    await this.#writing;
    const sealed = this.#sealed;
    this.#sealed = [];
    this.#sealedBytes = 0;
    this.#writing = writeAll(this.#file, sealed);
    // Whoever hands over next, or finishes, hears of a failure.
    this.#writing.catch(() => undefined);
  }

  async #close(): Promise<void> {
    this.#cipher.forget();
    await this.#file.close();
  }
}
