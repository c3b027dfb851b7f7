import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { mediaSchema } from '../../shared/fhir/resources.ts';
import { nonceBytes, openGcm, sealGcm } from '../storage/aesGcm.ts';
import { writeFileDurably } from '../storage/writeFileDurably.ts';

const magic = Buffer.from('LBWORK1\n');
const nameEnd = '.work';

const workCopySchema = z.strictObject({
  mediaId: z.uuid(),
  media: mediaSchema,
  contentSha256: z.string().nullable(),
  /** Of the outbox entries that are not proven, in order. */
  operations: z.array(z.string()),
  /** Ms since 1970. */
  recordedAt: z.number(),
});
/** What a person did to one Media, and the chart has not been proven to hold. */
export type WorkCopy = z.infer<typeof workCopySchema>;

/**
 * A second copy of all work the chart has not been proven to hold, beside the database: one sealed file for each Media, so that a damaged
 * page, or the loss of the whole database, takes none of it. `<folder>/<mediaId>.work`: magic, nonce, AES-256-GCM of JSON, tag.
 */
export class WorkCopies {
  readonly #folder: string;
  readonly #key: Buffer;

  /** @param options.secret 32 bytes, from which the key is derived. */
  constructor(options: { readonly folder: string; readonly secret: Uint8Array }) {
    this.#folder = options.folder;
    this.#key = Buffer.from(hkdfSync('sha256', options.secret, Buffer.alloc(0), 'lightbox work copies 1', 32));
  }

  /** Durable when it returns. @throws the system's error. */
  keep(copy: WorkCopy): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const nonce = randomBytes(nonceBytes);
    const sealed = sealGcm(this.#key, nonce, Buffer.from(copy.mediaId), Buffer.from(JSON.stringify(copy)));
    writeFileDurably(this.#path(copy.mediaId), Buffer.concat([magic, nonce, sealed]));
  }

  /** The chart has been proven to hold it. */
  forget(mediaId: string): void {
    rmSync(this.#path(mediaId), { force: true });
  }

  /** Of which Media there are copies. */
  mediaIds(): string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder).filter((name) => name.endsWith(nameEnd)).map((name) => name.slice(0, -nameEnd.length));
  }

  /** @returns undefined when there is none, or it is not what was written. */
  read(mediaId: string): WorkCopy | undefined {
    if (!existsSync(this.#path(mediaId))) return undefined;
    const file = readFileSync(this.#path(mediaId));
    const sealedAt = magic.length + nonceBytes;
    if (!file.subarray(0, magic.length).equals(magic)) return undefined;
    const plain = openGcm(this.#key, file.subarray(magic.length, sealedAt), Buffer.from(mediaId), file.subarray(sealedAt));
    if (plain === undefined) return undefined;
    try {
      return workCopySchema.parse(JSON.parse(plain.toString('utf8')));
    } catch {
      return undefined;
    }
  }

  forgetKey(): void {
    this.#key.fill(0);
  }

  #path(mediaId: string): string {
    return join(this.#folder, `${mediaId}${nameEnd}`);
  }
}
