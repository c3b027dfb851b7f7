import type { CipherGCM } from 'node:crypto';
import { fstatSync } from 'node:fs';
import { rm, type FileHandle } from 'node:fs/promises';
import type { ChunkCipher } from '../../storage/chunkCipher.ts';
import { releaseMemory } from '../../../shared/memory/releaseMemory.ts';
import { writeAll } from '../../storage/writeAll.ts';
import { chunkBytes, cipherOf, endIndex, endOf, headerOf, pathOf } from './binaryFormat.ts';
import type { FreshFile } from './freshFiles.ts';

/** How much is sealed before it is handed to the disk, while the next arrives. */
const batchBytes = 512 * 1024;

/** What is written is made durable while the next arrives: after every so much, and rarer the more there is. */
const leastSyncBytes = 8 * 1024 * 1024;

/**
 * Seals bytes as they come and writes them while more are coming; no byte is copied in between. The name is new and nobody's until a row
 * names it, so that a file needs no other one while it is unfinished.
 */
export class BinaryFileWriter {
  readonly name: string;
  readonly #directory: string;
  readonly #file: FileHandle;
  readonly #cipher: ChunkCipher;
  #chunk: { readonly cipher: CipherGCM; room: number } | undefined;
  #chunks = 0;
  #size = 0;
  #sealed: Uint8Array[];
  #sealedBytes = 0;
  #unsyncedBytes = 0;
  #writing: Promise<void> = Promise.resolve();
  #syncing: Promise<void> | undefined;

  constructor({ directory, key }: { readonly directory: string; readonly key: Uint8Array }, { name, file }: FreshFile) {
    this.name = name;
    this.#directory = directory;
    this.#file = file;
    this.#cipher = cipherOf(key, name);
    this.#sealed = [headerOf(name)];
  }

  /** Takes the bytes: they are empty afterwards. Resolves when more is wanted; no more than two batches wait in memory. */
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
    releaseMemory(bytes);
    if (this.#sealedBytes >= batchBytes) await this.#handOver();
  }

  /** Resolves when the whole file is on disk for good, under its name. */
  async finish(): Promise<void> {
    this.#endChunk();
    this.#push(this.#cipher.seal(endIndex, true, endOf(this.#size)));
    await this.#handOver();
    await this.#writing;
    await this.#syncing;
    await this.#file.datasync();
    // It would be gone with its last handle.
    if (fstatSync(this.#file.fd).nlink === 0) throw new Error('somebody removed a file that was being written');
    // All is on disk: nobody need wait for this.
    this.#close().catch(() => undefined);
  }

  /** Leaves nothing. */
  async discard(): Promise<void> {
    await Promise.allSettled([this.#writing, this.#syncing]);
    await this.#close();
    await rm(pathOf(this.#directory, this.name), { force: true });
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
    if (this.#unsyncedBytes >= Math.max(leastSyncBytes, this.#size / 8)) await this.#sync();
    const sealed = this.#sealed;
    this.#unsyncedBytes += this.#sealedBytes;
    this.#sealed = [];
    this.#sealedBytes = 0;
    this.#writing = writeAndRelease(this.#file, sealed);
    // Whoever hands over next, or finishes, hears of a failure.
    this.#writing.catch(() => undefined);
  }

  /** One at a time. A disk tells of a failure once, so that none may go unheard. */
  async #sync(): Promise<void> {
    await this.#syncing;
    this.#unsyncedBytes = 0;
    this.#syncing = this.#file.datasync();
    this.#syncing.catch(() => undefined);
  }

  async #close(): Promise<void> {
    this.#cipher.forget();
    await this.#file.close();
  }
}

async function writeAndRelease(file: FileHandle, sealed: readonly Uint8Array[]): Promise<void> {
  await writeAll(file, sealed);
  for (const bytes of sealed) releaseMemory(bytes);
}
