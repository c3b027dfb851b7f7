import { hkdfSync, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError } from '../../shared/errors/result.ts';
import type { KeepAs, KeptBytes } from '../../shared/sync/byteTransfer.ts';
import { tagBytes } from '../storage/aesGcm.ts';
import { BlobCipher, chunkBytes, headerBytes, isHeader, makeHeader } from './blobFormat.ts';

/** In the store's own directory, so that the rename of a finished one never crosses a file system. */
const folderName = 'partial';
const noteSuffix = '.note';
/** Less is fetched again sooner than it is looked up. */
const worthKeepingBytes = 1024 * 1024;
const staleMilliseconds = 7 * 24 * 60 * 60 * 1000;

/** A file that is being written and may be gone on with. */
export interface PartialWrite {
  readonly path: string;
  /** So many plain bytes are in the file. */
  readonly grown: (size: number) => Promise<void>;
  /** The file has become a blob. */
  readonly finished: () => Promise<void>;
  /** @param interrupted the bytes are good as far as they go; else they are forgotten. */
  readonly failed: (interrupted: boolean) => Promise<void>;
}

/**
 * Blobs that are not complete yet: `<directory>/partial/<key>.<uuid>`, header and full chunks as in a finished blob, and beside it
 * `….note`, sealed the same way. Whoever goes on writes a new file, the kept chunks first: a file's key and nonces never seal two things.
 * The older file goes when the newer one holds as much, so that no second interruption loses ground. Nothing is fsynced: after a power
 * failure the tags tell.
 */
export class PartialBlobs {
  readonly #folder: string;
  readonly #key: () => Buffer;

  /** @param key throws when the store is closed. */
  constructor(directory: string, key: () => Buffer) {
    this.#folder = join(directory, folderName);
    this.#key = key;
  }

  async kept(key: string): Promise<KeptBytes | undefined> {
    const [longest] = await this.#files(key);
    return longest && { size: longest.size, note: longest.note, read: () => readChunks(longest.path, this.#key(), longest.size) };
  }

  async begin({ key, note }: KeepAs): Promise<PartialWrite> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const older = await this.#files(key);
    // Of other bytes: nobody will go on with them.
    for (const { path } of older.filter((file) => file.note !== note)) await remove(path);
    const path = join(this.#folder, `${this.#name(key)}.${randomUUID()}`);
    const enough = Math.max(worthKeepingBytes, ...older.filter((file) => file.note === note).map(({ size }) => size));
    let kept = false;
    return {
      path,
      grown: async (size) => {
        if (kept || size < enough) return;
        await writeFile(path + noteSuffix, sealNote(this.#key(), note), { mode: 0o600 });
        kept = true;
        for (const file of older) await remove(file.path);
      },
      finished: () => this.forget(key),
      failed: async (interrupted) => {
        if (!interrupted) await this.forget(key);
        else if (!kept) await remove(path);
      },
    };
  }

  async forget(key?: string): Promise<void> {
    const prefix = key === undefined ? '' : `${this.#name(key)}.`;
    for (const name of await this.#names()) if (name.startsWith(prefix)) await rm(join(this.#folder, name), { force: true });
  }

  /** What nobody will go on with: old, or without its note, as a process that died early leaves it. */
  async sweep(now: number): Promise<void> {
    const names = new Set(await this.#names());
    for (const name of names) {
      const path = join(this.#folder, name);
      const paired = name.endsWith(noteSuffix) ? names.has(name.slice(0, -noteSuffix.length)) : names.has(name + noteSuffix);
      if (!paired || now - (await stat(path)).mtimeMs > staleMilliseconds) await rm(path, { force: true });
    }
  }

  /** Those that can be gone on with, the longest first. */
  async #files(key: string): Promise<readonly { readonly path: string; readonly size: number; readonly note: string }[]> {
    const found: { path: string; size: number; note: string }[] = [];
    for (const name of await this.#names()) {
      if (!name.startsWith(`${this.#name(key)}.`) || !name.endsWith(noteSuffix)) continue;
      const path = join(this.#folder, name.slice(0, -noteSuffix.length));
      const note = openNote(this.#key(), await readFile(path + noteSuffix));
      const length = note === undefined ? undefined : await lengthOf(path);
      if (note === undefined || length === undefined) await remove(path);
      else found.push({ path, note, size: Math.max(0, Math.floor((length - headerBytes) / (chunkBytes + tagBytes))) * chunkBytes });
    }
    return found.toSorted((left, right) => right.size - left.size);
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  /** A file's name tells nothing of what is fetched. */
  #name(key: string): string {
    return Buffer.from(hkdfSync('sha256', this.#key(), '', `lightbox partial blob 1 ${key}`, 16)).toString('hex');
  }
}

async function* readChunks(path: string, key: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const header = Buffer.alloc(headerBytes);
    await file.read(header, 0, headerBytes, 0);
    if (!isHeader(header)) throw new FailureError({ code: 'local.blob-corrupt', detail: 'header' });
    const cipher = new BlobCipher(key, header);
    const sealed = Buffer.alloc(chunkBytes + tagBytes);
    for (let index = 0; index * chunkBytes < size; index += 1) {
      const { bytesRead } = await file.read(sealed, 0, sealed.byteLength, headerBytes + index * sealed.byteLength);
      const plain = bytesRead === sealed.byteLength ? cipher.openChunk(index, false, sealed) : undefined;
      if (!plain) throw new FailureError({ code: 'local.blob-corrupt', detail: `chunk ${String(index)}` });
      yield plain;
    }
    cipher.forget();
  } finally {
    await file.close();
  }
}

function sealNote(key: Uint8Array, note: string): Buffer {
  const header = makeHeader();
  const cipher = new BlobCipher(key, header);
  const sealed = cipher.sealChunk(0, true, Buffer.from(note));
  cipher.forget();
  return Buffer.concat([header, sealed]);
}

function openNote(key: Uint8Array, file: Buffer): string | undefined {
  const header = file.subarray(0, headerBytes);
  if (!isHeader(header)) return undefined;
  const cipher = new BlobCipher(key, header);
  const plain = cipher.openChunk(0, true, file.subarray(headerBytes));
  cipher.forget();
  return plain?.toString();
}

/** The note first: bytes without a note are swept. */
async function remove(path: string): Promise<void> {
  await rm(path + noteSuffix, { force: true });
  await rm(path, { force: true });
}

async function lengthOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
