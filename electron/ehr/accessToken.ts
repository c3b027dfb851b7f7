import { z } from 'zod';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { ConnectionAuth } from '../../shared/ipc/views.ts';
import type { AskForToken, TokenRequest } from './auth/askForToken.ts';
import { refresh, usefulLife } from './auth/smartGrants.ts';
import type { TokenKeeper } from './auth/tokenKeeper.ts';

/** What stands in the Authorization header. */
export interface AccessToken {
  /** Undefined: no header. Fetches a token when none is at hand, once for all who ask at the same time. */
  readonly current: (signal: AbortSignal) => Promise<Result<string | undefined>>;
  /** The server refused this header; the next call fetches another. @returns false when there is no other to be had. */
  readonly refuse: (header: string | undefined) => boolean;
}

/** RFC 6749, 5.1, and the names gateways were seen to use. Lives are in seconds. */
const tokenResponseSchema = z.union([
  z.looseObject({ access_token: z.string().min(1), expires_in: z.number().positive().optional() }).transform((answer) => ({ token: answer.access_token, life: answer.expires_in })),
  z.looseObject({ token: z.string().min(1), expiresIn: z.number().positive().optional() }).transform((answer) => ({ token: answer.token, life: answer.expiresIn })),
]);

/** @param tokens of the sign-in on the login page; without them such a connection is signed out. */
export function accessToken(auth: ConnectionAuth, ask: AskForToken, now: () => number, tokens?: TokenKeeper): AccessToken {
  switch (auth.kind) {
    case 'none':
      return { current: async () => succeed(undefined), refuse: () => false };
    case 'token':
      return { current: async () => succeed(`Bearer ${auth.token}`), refuse: () => false };
    case 'smart':
      return tokens === undefined ? signedOut : signedIn(tokens, ask, now);
    case 'client-credentials':
      return renewable(() => ask(new URL(auth.tokenUrl), clientCredentials(auth), nobodyCancels()), now);
    case 'api-key':
      return renewable(() => ask(new URL(auth.tokenUrl), apiKey(auth), nobodyCancels()), now);
  }
}

/** RFC 6749, section 4.4, the client authenticated by Basic (2.3.1). */
function clientCredentials({ clientId, clientSecret }: Extract<ConnectionAuth, { kind: 'client-credentials' }>): TokenRequest {
  const basic = Buffer.from(`${formEncode(clientId)}:${formEncode(clientSecret)}`).toString('base64');
  const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${basic}` };
  return { headers, body: new URLSearchParams({ grant_type: 'client_credentials' }).toString() };
}

/** The gateway's way: the service token as a header, and who it speaks for. */
function apiKey({ apiKey: key, user }: Extract<ConnectionAuth, { kind: 'api-key' }>): TokenRequest {
  return { headers: { 'content-type': 'application/json', apikey: key }, body: JSON.stringify({ user }) };
}

function renewable(ask: () => Promise<Result<unknown>>, now: () => number): AccessToken {
  let held: { readonly header: string; readonly until: number } | undefined;
  let underway: Promise<Result<string>> | undefined;

  const request = async (): Promise<Result<string>> => {
    const answer = await ask();
    // 400 invalid_client and 401 mean the same: these credentials are not accepted.
    if (!answer.ok) return answer.error.code === 'server.rejected' ? fail('server.unauthorized', { detail: 'token endpoint' }) : answer;
    const token = tokenResponseSchema.safeParse(answer.value);
    if (!token.success) return fail('server.not-fhir', { detail: 'token endpoint' });
    held = { header: `Bearer ${token.data.token}`, until: now() + usefulLife(token.data.life) };
    return succeed(held.header);
  };

  return {
    current: async (signal) => {
      if (held && held.until > now()) return succeed(held.header);
      underway ??= request().finally(() => {
        underway = undefined;
      });
      return unlessCancelled(underway, signal);
    },
    refuse: (header) => {
      if (held?.header === header) held = undefined;
      return true;
    },
  };
}

const signedOut: AccessToken = {
  current: async () => fail('server.unauthorized', { detail: 'sign in again' }),
  refuse: () => false,
};

function signedIn(keeper: TokenKeeper, ask: AskForToken, now: () => number): AccessToken {
  let refused: string | undefined;
  const header = () => `Bearer ${keeper.tokens.accessToken}`;
  return {
    current: async (signal) => {
      if (keeper.tokens.until > now() && header() !== refused) return succeed(header());
      const renewed = await unlessCancelled(keeper.renew((tokens) => refresh(tokens, { ask, now }, nobodyCancels())), signal);
      return renewed.ok ? succeed(header()) : renewed;
    },
    refuse: (given) => {
      if (given === header()) refused = given;
      return true;
    },
  };
}

/** A renewal belongs to all who wait for it: who gives up stops waiting, and leaves it to the others. */
async function unlessCancelled<Value>(renewal: Promise<Result<Value>>, signal: AbortSignal): Promise<Result<Value>> {
  const cancelled = Promise.withResolvers<Result<never>>();
  const cancel = () => cancelled.resolve(fail('local.cancelled'));
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  return Promise.race([renewal, cancelled.promise]).finally(() => signal.removeEventListener('abort', cancel));
}

const nobodyCancels = () => new AbortController().signal;

function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
