import {
  allowInsecureRequests, authorizationCodeGrantRequest, customFetch, None, OperationProcessingError, processAuthorizationCodeResponse, processRefreshTokenResponse,
  refreshTokenGrantRequest, type AuthorizationServer, type TokenEndpointResponse,
} from 'oauth4webapi';
import { fail, FailureError, succeed, type Result } from '../../../shared/errors/result.ts';
import type { AskForToken } from './askForToken.ts';
import type { SmartTokens } from './tokenKeeper.ts';

/** For a server that does not say. RFC 6749, 4.2.2 only recommends expires_in. */
const assumedLifeMilliseconds = 5 * 60_000;
/** A token is renewed this long before it ends: clocks differ, and an upload takes a while. */
const expirySkewMilliseconds = 60_000;

export interface GrantContext {
  readonly ask: AskForToken;
  /** Ms since 1970 UTC. */
  readonly now: () => number;
}

/** @param callback as `validateAuthResponse` answered it. */
export function exchangeCode(
  { server, clientId, callback, redirectUri, verifier }: {
    readonly server: AuthorizationServer & { readonly token_endpoint: string };
    readonly clientId: string;
    readonly callback: URLSearchParams;
    readonly redirectUri: string;
    readonly verifier: string;
  },
  context: GrantContext,
  signal: AbortSignal,
): Promise<Result<SmartTokens>> {
  const client = { client_id: clientId };
  return grant({ clientId, tokenUrl: server.token_endpoint }, context, async () => {
    const response = await authorizationCodeGrantRequest(server, client, None(), callback, redirectUri, verifier, transport(server.token_endpoint, context.ask, signal));
    return processAuthorizationCodeResponse(server, client, response);
  });
}

/** Keeps the old refresh token when the server gives no new one. */
export function refresh(tokens: SmartTokens & { readonly refreshToken: string }, context: GrantContext, signal: AbortSignal): Promise<Result<SmartTokens>> {
  const { clientId, tokenUrl, refreshToken } = tokens;
  const [server, client] = [{ issuer: tokenUrl, token_endpoint: tokenUrl }, { client_id: clientId }];
  return grant(tokens, context, async () => {
    const response = await refreshTokenGrantRequest(server, client, None(), refreshToken, transport(tokenUrl, context.ask, signal));
    return processRefreshTokenResponse(server, client, response);
  });
}

async function grant(
  { clientId, tokenUrl, refreshToken }: Pick<SmartTokens, 'clientId' | 'tokenUrl' | 'refreshToken'>,
  { now }: GrantContext,
  request: () => Promise<TokenEndpointResponse>,
): Promise<Result<SmartTokens>> {
  try {
    const answer = await request();
    const kept = answer.refresh_token ?? refreshToken;
    return succeed({ clientId, tokenUrl, accessToken: answer.access_token, until: now() + usefulLife(answer.expires_in), ...(kept !== undefined && { refreshToken: kept }) });
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, error: error.failure };
    if (error instanceof OperationProcessingError) return fail('server.not-fhir', { detail: 'token endpoint' });
    throw error;
  }
}

/** How long a token is used, of how long it lives (seconds). Milliseconds. */
export function usefulLife(seconds: number | undefined): number {
  const life = seconds === undefined ? assumedLifeMilliseconds : seconds * 1000;
  return Math.max(life - expirySkewMilliseconds, life / 2);
}

/** The library speaks through our own HTTP: same network, limits and closed codes. Whether the address may be asked was judged before. */
function transport(url: string, ask: AskForToken, signal: AbortSignal) {
  return {
    [allowInsecureRequests]: url.startsWith('http:'),
    [customFetch]: async (target: string, { headers, body }: { readonly headers: Record<string, string>; readonly body: URLSearchParams }): Promise<Response> => {
      const answer = await ask(new URL(target), { headers, body: body.toString() }, signal);
      if (answer.ok) return Response.json(answer.value);
      // invalid_grant and invalid_client mean the same: who signed in has to do it again.
      throw new FailureError(answer.error.code === 'server.rejected' ? { code: 'server.unauthorized', detail: 'token endpoint' } : answer.error);
    },
  };
}
