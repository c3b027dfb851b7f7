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

/** Posts a form to the token endpoint and answers the JSON. */
export type PostForm = (url: URL, form: URLSearchParams, authorization: string, signal: AbortSignal) => Promise<Result<unknown>>;

const tokenResponseSchema = z.looseObject({ access_token: z.string().min(1), expires_in: z.number().positive().optional() });

/** A token is renewed this long before it ends: clocks differ, and an upload takes a while. */
const expirySkewMilliseconds = 60_000;
/** For a server that does not say. RFC 6749, 4.2.2 only recommends expires_in. */
const assumedLifeMilliseconds = 5 * 60_000;

export function accessToken(auth: ConnectionAuth, postForm: PostForm, now: () => number): AccessToken {
  switch (auth.kind) {
    case 'none':
      return { current: async () => succeed(undefined), refuse: () => false };
    case 'token':
      return { current: async () => succeed(`Bearer ${auth.token}`), refuse: () => false };
    case 'client-credentials':
      return clientCredentials(auth, postForm, now);
  }
}

/** RFC 6749, section 4.4, the client authenticated by Basic (2.3.1). */
function clientCredentials(auth: Extract<ConnectionAuth, { kind: 'client-credentials' }>, postForm: PostForm, now: () => number): AccessToken {
  let held: { readonly header: string; readonly until: number } | undefined;
  let underway: Promise<Result<string>> | undefined;

  const request = async (signal: AbortSignal): Promise<Result<string>> => {
    const basic = Buffer.from(`${formEncode(auth.clientId)}:${formEncode(auth.clientSecret)}`).toString('base64');
    const answer = await postForm(new URL(auth.tokenUrl), new URLSearchParams({ grant_type: 'client_credentials' }), `Basic ${basic}`, signal);
    // 400 invalid_client and 401 mean the same: these credentials are not accepted.
    if (!answer.ok) return answer.error.code === 'server.rejected' ? fail('server.unauthorized', { detail: 'token endpoint' }) : answer;
    const token = tokenResponseSchema.safeParse(answer.value);
    if (!token.success) return fail('server.not-fhir', { detail: 'token endpoint' });
    const life = token.data.expires_in === undefined ? assumedLifeMilliseconds : token.data.expires_in * 1000;
    held = { header: `Bearer ${token.data.access_token}`, until: now() + Math.max(life - expirySkewMilliseconds, life / 2) };
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
