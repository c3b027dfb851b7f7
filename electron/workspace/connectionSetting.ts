import { z } from 'zod';
import { FailureError } from '../../shared/errors/result.ts';
import { connectionRequestSchema } from '../../shared/ipc/views.ts';
import type { Cache } from '../cache/cache.ts';
import { smartTokensSchema } from '../ehr/auth/tokenKeeper.ts';
import { open, seal } from '../keys/seal.ts';

export const connectionSettingName = 'connection';
/** Part of the stored format. */
const label = `lightbox secret 1 ${connectionSettingName}`;

const connectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('demo') }),
  z.strictObject({ kind: z.literal('fhir'), request: connectionRequestSchema, tokens: smartTokensSchema.optional() }),
]);
export type SavedConnection = z.infer<typeof connectionSchema>;

const sealedSchema = z.strictObject({ kind: z.literal('sealed'), nonce: z.base64(), sealed: z.base64() });

/**
 * The connection of a data directory among its settings: how to reach the chart, how to sign in, and the tokens. It is sealed under a key
 * of its own, so that who has a copy of the opened database has none of it.
 */
export class ConnectionSetting {
  readonly #cache: Cache;
  readonly #key: Uint8Array;

  constructor(cache: Cache, key: Uint8Array) {
    this.#cache = cache;
    this.#key = key;
  }

  /** What an earlier Lightbox wrote unsealed is sealed now. @throws FailureError `local.database-corrupt` when it cannot be opened. */
  async read(): Promise<SavedConnection | null> {
    const stored = (await this.#cache.setting(connectionSettingName)) ?? null;
    if (stored === null) return null;
    const sealed = sealedSchema.safeParse(stored);
    if (sealed.success) return connectionSchema.parse(this.#open(sealed.data));
    const connection = connectionSchema.parse(stored);
    await this.write(connection);
    return connection;
  }

  async write(connection: SavedConnection): Promise<void> {
    await this.#cache.saveSetting(connectionSettingName, { kind: 'sealed', ...seal(this.#key, Buffer.from(JSON.stringify(connection)), label) });
  }

  #open(sealed: z.infer<typeof sealedSchema>): unknown {
    const plain = open(this.#key, sealed, label);
    if (plain === undefined) throw new FailureError({ code: 'local.database-corrupt', detail: 'sealed setting' });
    return JSON.parse(plain.toString('utf8'));
  }
}
