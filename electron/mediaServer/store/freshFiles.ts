import { open, rm, type FileHandle } from 'node:fs/promises';
import { syncDirectory } from '../../storage/syncDirectory.ts';
import { makeName, pathOf } from './binaryFormat.ts';

/** Open and empty, its name on disk for good. */
export interface FreshFile {
  readonly name: string;
  readonly file: FileHandle;
}

/** Keeps one file in stock, so that an upload need not wait until its own is made and its name is on disk: half of what the disk takes for a picture. */
export class FreshFiles {
  readonly #directory: string;
  #stock: Promise<FreshFile> | undefined;
  #closed = false;

  constructor(directory: string) {
    this.#directory = directory;
  }

  take(): Promise<FreshFile> {
    const stock = this.#stock ?? make(this.#directory);
    this.#stock = undefined;
    return stock;
  }

  restock(): void {
    if (this.#stock !== undefined || this.#closed) return;
    const made = make(this.#directory);
    this.#stock = made;
    // Whoever needs a file next finds out by himself whether one can be made now.
    made.catch(() => {
      if (this.#stock === made) this.#stock = undefined;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const stock = this.#stock;
    this.#stock = undefined;
    const unused = await stock?.catch(() => undefined);
    if (unused === undefined) return;
    await unused.file.close();
    await rm(pathOf(this.#directory, unused.name), { force: true });
  }
}

async function make(directory: string): Promise<FreshFile> {
  const name = makeName();
  const file = await open(pathOf(directory, name), 'wx', 0o600);
  try {
    await syncDirectory(directory);
    return { name, file };
  } catch (error) {
    await file.close();
    throw error;
  }
}
