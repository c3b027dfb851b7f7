import { setTimeout as pause } from 'node:timers/promises';
import type { BlobWriter } from './blobs.ts';

const mostOpen = 32;
const idleMilliseconds = 60 * 60 * 1000;
const graceMilliseconds = 2_000;

interface OpenUpload {
  readonly writer: BlobWriter;
  /** The whole, as it was announced. */
  readonly length: number;
  usedAt: number;
  /** Who is writing to it right now. */
  turn: { readonly ended: Promise<void>; readonly end: () => void } | undefined;
}

/**
 * Uploads that go on over several requests. They live as long as the server does, and an hour without a word; what is left of them on the disk
 * goes when the server starts.
 */
export class OpenUploads {
  readonly #uploads = new Map<string, OpenUpload>();
  readonly #begin: () => BlobWriter;
  readonly #now: () => number;

  constructor(begin: () => BlobWriter, now: () => number) {
    this.#begin = begin;
    this.#now = now;
  }

  /**
   * The bytes that came so far; undefined when there is no such upload. A request that still writes to it is ended first: whoever asks has
   * given it up, and its connection may hang.
   */
  async offset(key: string): Promise<number | undefined> {
    await this.#endTurn(key);
    return this.#uploads.get(key)?.writer.size;
  }

  /** @param end called when another request takes its turn. @returns undefined when it is not open with this length and offset. */
  async take(key: string, at: { readonly offset: number; readonly length: number }, end: () => void): Promise<{ readonly writer: BlobWriter; readonly release: () => void } | undefined> {
    await this.#endTurn(key);
    if (at.offset === 0) {
      await this.discard(key);
      await this.#makeRoom();
    }
    const upload = this.#uploads.get(key) ?? (at.offset === 0 ? { writer: this.#begin(), length: at.length, usedAt: 0, turn: undefined } : undefined);
    if (upload === undefined || upload.writer.size !== at.offset || upload.length !== at.length || upload.turn !== undefined) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    upload.turn = { ended: promise, end };
    this.#uploads.set(key, upload);
    return {
      writer: upload.writer,
      release: () => {
        upload.turn = undefined;
        upload.usedAt = this.#now();
        resolve();
      },
    };
  }

  /** It has become a resource. */
  forget(key: string): void {
    this.#uploads.delete(key);
  }

  async discard(key: string): Promise<void> {
    await this.#endTurn(key);
    const upload = this.#uploads.get(key);
    this.#uploads.delete(key);
    await upload?.writer.discard();
  }

  async close(): Promise<void> {
    for (const key of this.#uploads.keys()) await this.discard(key);
  }

  async #endTurn(key: string): Promise<void> {
    const turn = this.#uploads.get(key)?.turn;
    if (turn === undefined) return;
    const grace = new AbortController();
    // What has arrived is read to its end first: it need not come again.
    await Promise.race([turn.ended, pause(graceMilliseconds, undefined, { signal: grace.signal, ref: false }).catch(() => undefined)]);
    grace.abort();
    if (this.#uploads.get(key)?.turn !== turn) return;
    turn.end();
    await turn.ended;
  }

  /** The oldest first, those that nobody came back to. */
  async #makeRoom(): Promise<void> {
    const idle = [...this.#uploads].filter(([, { turn }]) => turn === undefined).toSorted(([, left], [, right]) => left.usedAt - right.usedAt);
    for (const [key, { usedAt }] of idle) if (this.#uploads.size >= mostOpen || this.#now() - usedAt > idleMilliseconds) await this.discard(key);
  }
}
