import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { registrationSchema } from '../../shared/fhir/registration.ts';
import { mediaSchema } from '../../shared/fhir/resources.ts';
import { nonceBytes, openGcm, sealGcm } from '../storage/aesGcm.ts';
import { writeFileDurably } from '../storage/writeFileDurably.ts';

const magic = Buffer.from('LBWORK1\n');
const nameEnd = '.work';

const mediaWorkSchema = z.strictObject({
  mediaId: z.uuid(),
  media: mediaSchema,
  contentSha256: z.string().nullable(),
  /** Of the outbox entries that are not proven, in order. */
  operations: z.array(z.string()),
  /** Ms since 1970. */
  recordedAt: z.number(),
});
const registrationWorkSchema = mediaWorkSchema.pick({ operations: true, recordedAt: true }).extend({ registrationId: z.uuid(), resource: registrationSchema });
const workCopySchema = z.union([mediaWorkSchema, registrationWorkSchema]);
/** What a person did to one Media, and the chart has not been proven to hold. */
export type MediaWork = z.infer<typeof mediaWorkSchema>;
/** The same of a patient or a visit that was made here. */
export type RegistrationWork = z.infer<typeof registrationWorkSchema>;
export type WorkCopy = z.infer<typeof workCopySchema>;

export function isMediaWork(work: WorkCopy): work is MediaWork {
  return 'mediaId' in work;
}

export function idOfWork(work: WorkCopy): string {
  return isMediaWork(work) ? work.mediaId : work.registrationId;
}

/**
 * A second copy of all work the chart has not been proven to hold, beside the database: one sealed file for each resource, so that a damaged
 * page, or the loss of the whole database, takes none of it. `<folder>/<id>.work`: magic, nonce, AES-256-GCM of JSON, tag.
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
    const id = idOfWork(copy);
    const sealed = sealGcm(this.#key, nonce, Buffer.from(id), Buffer.from(JSON.stringify(copy)));
    writeFileDurably(this.#path(id), Buffer.concat([magic, nonce, sealed]));
  }

  /** The chart has been proven to hold it. */
  forget(id: string): void {
    rmSync(this.#path(id), { force: true });
  }

  /** Of what there are copies. */
  ids(): string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder).filter((name) => name.endsWith(nameEnd)).map((name) => name.slice(0, -nameEnd.length));
  }

  /** @returns undefined when there is none, or it is not what was written. */
  read(id: string): WorkCopy | undefined {
    if (!existsSync(this.#path(id))) return undefined;
    const file = readFileSync(this.#path(id));
    const sealedAt = magic.length + nonceBytes;
    if (!file.subarray(0, magic.length).equals(magic)) return undefined;
    const plain = openGcm(this.#key, file.subarray(magic.length, sealedAt), Buffer.from(id), file.subarray(sealedAt));
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

  #path(id: string): string {
    return join(this.#folder, `${id}${nameEnd}`);
  }
}
