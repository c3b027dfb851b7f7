import { z } from 'zod';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { ConnectionAuth } from '../../shared/ipc/views.ts';

/** What stands in the Authorization header. */
export interface AccessToken {
  /** Undefined: no header. Fetches a token when none is at hand, once for all who ask at the same time. */
  readonly current: (signal: AbortSignal) => Promise<Result<string | undefined>>;
  /** The server refused this header; the next call fetches another. @returns false when there is no other to be had. */
  readonly refuse: (header: string | undefined) => boolean;
}

export interface TokenRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts to the token endpoint and answers the JSON. */
export type AskForToken = (url: URL, request: TokenRequest, signal: AbortSignal) => Promise<Result<unknown>>;

/** RFC 6749, 5.1, and the names gateways were seen to use. Lives are in seconds. */
const tokenResponseSchema = z.union([
  z.looseObject({ access_token: z.string().min(1), expires_in: z.number().positive().optional() }).transform((answer) => ({ token: answer.access_token, life: answer.expires_in })),
  z.looseObject({ token: z.string().min(1), expiresIn: z.number().positive().optional() }).transform((answer) => ({ token: answer.token, life: answer.expiresIn })),
]);

/** A token is renewed this long before it ends: clocks differ, and an upload takes a while. */
const expirySkewMilliseconds = 60_000;
/** For a server that does not say. RFC 6749, 4.2.2 only recommends expires_in. */
const assumedLifeMilliseconds = 5 * 60_000;

export function accessToken(auth: ConnectionAuth, ask: AskForToken, now: () => number): AccessToken {
  switch (auth.kind) {
    case 'none':
      return { current: async () => succeed(undefined), refuse: () => false };
    case 'token':
      return { current: async () => succeed(`Bearer ${auth.token}`), refuse: () => false };
    case 'client-credentials':
      return renewable((signal) => ask(new URL(auth.tokenUrl), clientCredentials(auth), signal), now);
    case 'api-key':
      return renewable((signal) => ask(new URL(auth.tokenUrl), apiKey(auth), signal), now);
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

function renewable(ask: (signal: AbortSignal) => Promise<Result<unknown>>, now: () => number): AccessToken {
  let held: { readonly header: string; readonly until: number } | undefined;
  let underway: Promise<Result<string>> | undefined;

  const request = async (signal: AbortSignal): Promise<Result<string>> => {
    const answer = await ask(signal);
    // 400 invalid_client and 401 mean the same: these credentials are not accepted.
    if (!answer.ok) return answer.error.code === 'server.rejected' ? fail('server.unauthorized', { detail: 'token endpoint' }) : answer;
    const token = tokenResponseSchema.safeParse(answer.value);
    if (!token.success) return fail('server.not-fhir', { detail: 'token endpoint' });
    const life = token.data.life === undefined ? assumedLifeMilliseconds : token.data.life * 1000;
    held = { header: `Bearer ${token.data.token}`, until: now() + Math.max(life - expirySkewMilliseconds, life / 2) };
    return succeed(held.header);
  };

  return {
    current: async (signal) => {
      if (held && held.until > now()) return succeed(held.header);
      underway ??= request(signal).finally(() => {
        underway = undefined;
      });
      return underway;
    },
    refuse: (header) => {
      if (held?.header === header) held = undefined;
      return true;
    },
  };
}

function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
