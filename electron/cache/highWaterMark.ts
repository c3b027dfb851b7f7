import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { FailureError } from '../../shared/errors/result.ts';
import type { EncryptedDatabase } from '../sqlite/openEncrypted.ts';
import { writeFileDurably } from '../storage/writeFileDurably.ts';

const markSchema = z.strictObject({ database: z.uuid(), commits: z.number().int().nonnegative(), mac: z.string() });
type Mark = z.infer<typeof markSchema>;

interface Identity {
  readonly id: string;
  readonly commits: number;
}

/**
 * How often a person's work was recorded, kept in the database and, authenticated, in a small file beside it. A damaged write-ahead log
 * drops acknowledged rows in silence and passes SQLite's own checks; then the database is older than the mark, and that is noticed here.
 */
export class HighWaterMark {
  readonly #database: EncryptedDatabase;
  readonly #file: string;
  readonly #key: Buffer;

  /** @param key 32 bytes; copied. */
  constructor(options: { readonly database: EncryptedDatabase; readonly file: string; readonly key: Uint8Array }) {
    this.#database = options.database;
    this.#file = options.file;
    this.#key = Buffer.from(options.key);
  }

  /**
   * Compares the two. A mark that is missing, or behind because the machine stopped between the two writes, is written anew.
   * @throws FailureError with `local.database-corrupt`, detail `high-water-mark`, when the database is older or another one.
   */
  check(): void {
    const identity = this.#identity();
    const mark = readMark(this.#file, this.#key);
    if (mark) refuseOlder(mark, identity);
    if (mark?.commits !== identity.commits) this.#write(identity);
  }

  /** To be called inside the transaction that records a person's work. */
  count(): void {
    this.#database.prepare('UPDATE identity SET commits = commits + 1').run();
  }

  /** To be called when that transaction is in the database file for good. */
  raise(): void {
    this.#write(this.#identity());
  }

  forget(): void {
    this.#key.fill(0);
  }

  #identity(): Identity {
    const known = identityOf(this.#database);
    if (known) return known;
    const fresh = { id: randomUUID(), commits: 0 };
    this.#database.prepare('INSERT INTO identity (only, id, commits) VALUES (1, @id, @commits)').run(fresh);
    return fresh;
  }

  #write(identity: Identity): void {
    const mark: Mark = { database: identity.id, commits: identity.commits, mac: macOf(this.#key, identity.id, identity.commits) };
    writeFileDurably(this.#file, JSON.stringify(mark));
  }
}

/**
 * The same comparison before the database is opened for good, for opening would make an empty one where it is gone, and closing would
 * empty the damaged log that tells what happened.
 * @param options.database undefined: there is none, or nothing in it yet.
 * @throws FailureError with `local.database-corrupt`, detail `high-water-mark`.
 */
export function refuseLostWork(options: { readonly database: EncryptedDatabase | undefined; readonly markFile: string; readonly key: Uint8Array }): void {
  const mark = readMark(options.markFile, options.key);
  if (mark) refuseOlder(mark, options.database && identityOf(options.database));
}

function refuseOlder(mark: Mark, identity: Identity | undefined): void {
  const older = identity ? mark.database !== identity.id || mark.commits > identity.commits : mark.commits > 0;
  if (older) throw behind();
}

function identityOf(database: EncryptedDatabase): Identity | undefined {
  return database.prepare<[], Identity>('SELECT id, commits FROM identity').get();
}

function readMark(file: string, key: Uint8Array): Mark | undefined {
  if (!existsSync(file)) return undefined;
  const mark = markSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (!mark.success) throw behind();
  const expected = Buffer.from(macOf(key, mark.data.database, mark.data.commits));
  const found = Buffer.from(mark.data.mac);
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) throw behind();
  return mark.data;
}

function macOf(key: Uint8Array, database: string, commits: number): string {
  return createHmac('sha256', key).update(`lightbox high-water mark 1 ${database} ${String(commits)}`).digest('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function behind(): FailureError {
  return new FailureError({ code: 'local.database-corrupt', detail: 'high-water-mark' });
}
