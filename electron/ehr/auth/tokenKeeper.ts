import { z } from 'zod';
import { fail, type Result } from '../../../shared/errors/result.ts';

/** What a sign-in on a login page came to. */
export const smartTokensSchema = z.strictObject({
  clientId: z.string(),
  tokenUrl: z.url(),
  accessToken: z.string().min(1),
  /** Ms since 1970 UTC: renewed from then on. */
  until: z.number(),
  /** Without one a person signs in again when the token ends. */
  refreshToken: z.string().min(1).optional(),
});
export type SmartTokens = z.infer<typeof smartTokensSchema>;

/**
 * The tokens of one sign-in. A server that rotates refresh tokens takes each once: so there is one renewal at a time, no caller can cut it
 * off half way, and who asked for it gets it when it is kept for good.
 */
export class TokenKeeper {
  #tokens: SmartTokens;
  readonly #save: (tokens: SmartTokens) => Promise<void>;
  #underway: Promise<Result<SmartTokens>> | undefined;
  #refused = false;
  #closed = false;

  constructor(tokens: SmartTokens, save: (tokens: SmartTokens) => Promise<void>) {
    this.#tokens = tokens;
    this.#save = save;
  }

  get tokens(): SmartTokens {
    return this.#tokens;
  }

  /** One for all who ask meanwhile. After the server refused, `server.unauthorized` without asking again: a person has to sign in. */
  renew(ask: (tokens: SmartTokens & { readonly refreshToken: string }) => Promise<Result<SmartTokens>>): Promise<Result<SmartTokens>> {
    const { refreshToken } = this.#tokens;
    if (this.#refused || refreshToken === undefined) return Promise.resolve(signedOut());
    if (this.#closed) return Promise.resolve(fail('local.cancelled'));
    this.#underway ??= this.#renewOnce(() => ask({ ...this.#tokens, refreshToken })).finally(() => {
      this.#underway = undefined;
    });
    return this.#underway;
  }

  /** Waits for a renewal that is under way. */
  async settled(): Promise<void> {
    await this.#underway?.catch(() => undefined);
  }

  /** There will be no other renewal. */
  close(): Promise<void> {
    this.#closed = true;
    return this.settled();
  }

  async #renewOnce(ask: () => Promise<Result<SmartTokens>>): Promise<Result<SmartTokens>> {
    const answer = await ask();
    if (answer.ok) {
      // Before they are kept, for that may fail, and those from before are used up.
      this.#tokens = answer.value;
      await this.#save(answer.value);
    } else if (answer.error.code === 'server.unauthorized') {
      this.#refused = true;
    }
    return answer;
  }
}

function signedOut(): Result<SmartTokens> {
  return fail('server.unauthorized', { detail: 'sign in again' });
}
