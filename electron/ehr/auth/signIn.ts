import { AuthorizationResponseError, calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomState, OperationProcessingError, validateAuthResponse } from 'oauth4webapi';
import { fail, type Result } from '../../../shared/errors/result.ts';
import type { ConnectionRequest } from '../../../shared/ipc/views.ts';
import { openHttp, type HttpLimits } from '../openHttp.ts';
import { listenForRedirect } from './loopbackRedirect.ts';
import { findSmartEndpoints, type SmartEndpoints } from './smartEndpoints.ts';
import { exchangeCode } from './smartGrants.ts';
import type { SmartTokens } from './tokenKeeper.ts';

export type OpenInBrowser = (url: URL) => Promise<Result<undefined>>;

/** What Lightbox does with a chart, and that it may go on doing it while nobody sits before the login page. */
const scopes = 'user/Patient.read user/Patient.write user/Encounter.read user/Encounter.write user/Media.read user/Media.write user/Binary.read user/Binary.write offline_access';
const newScopes = 'user/Patient.crs user/Encounter.crs user/Media.cruds user/Binary.cruds offline_access';

const defaultMilliseconds = 5 * 60_000;

/**
 * SMART standalone launch with PKCE (S256): a person signs in on the hospital's own page in the system's browser, which answers to an
 * address on this computer. http://hl7.org/fhir/smart-app-launch/app-launch.html, RFC 7636, RFC 8252, RFC 9207.
 * Fails with `server.no-login-page`, `server.login-refused`, `local.login-timeout`, `local.cancelled`, `local.no-browser` or what the network fails with.
 */
export async function signIn(
  connection: Pick<ConnectionRequest, 'baseUrl' | 'auth' | 'network'>,
  options: HttpLimits & {
    readonly openInBrowser: OpenInBrowser;
    /** How long a person may take. Default 5 minutes. */
    readonly milliseconds?: number;
    readonly signal: AbortSignal;
  },
): Promise<Result<SmartTokens>> {
  const { auth, ...where } = connection;
  if (auth.kind !== 'smart') return fail('data.invalid-input', { fields: [{ path: 'auth', message: 'no login page' }] });
  const http = openHttp({ ...where, auth: { kind: 'none' } }, options);
  if (!http.ok) return http;
  const endpoints = await findSmartEndpoints(http.value, options.signal);
  if (!endpoints.ok) return endpoints;

  const [state, verifier] = [generateRandomState(), generateRandomCodeVerifier()];
  const over = new AbortController();
  const redirect = await listenForRedirect({ state, milliseconds: options.milliseconds ?? defaultMilliseconds, signal: AbortSignal.any([options.signal, over.signal]) });
  const { redirectUri } = redirect;
  const asked = new URL(endpoints.value.authorizationUrl);
  const parameters = {
    response_type: 'code', client_id: auth.clientId, redirect_uri: redirectUri, state, scope: auth.scope ?? (endpoints.value.newScopes ? newScopes : scopes),
    // As the server's documents write it: without the slash that makes relative addresses work.
    aud: http.value.base.href.replace(/\/$/, ''),
    code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) asked.searchParams.set(name, value);
  const opened = await options.openInBrowser(asked);
  if (!opened.ok) {
    over.abort();
    return opened;
  }
  const answer = await redirect.answer;
  if (!answer.ok) return answer;

  const server = serverOf(endpoints.value);
  const callback = validated(answer.value, endpoints.value, auth.clientId, state);
  if (!callback.ok) return callback;
  const { now = Date.now } = options;
  return exchangeCode({ server, clientId: auth.clientId, callback: callback.value, redirectUri, verifier }, { ask: http.value.askForToken, now }, options.signal);
}

/** A server that names no issuer is known by where it issues tokens. */
function serverOf({ issuer, authorizationUrl, tokenUrl }: SmartEndpoints) {
  return { issuer: issuer ?? tokenUrl, authorization_endpoint: authorizationUrl, token_endpoint: tokenUrl };
}

function validated(answer: URLSearchParams, endpoints: SmartEndpoints, clientId: string, state: string): Result<URLSearchParams> {
  const parameters = new URLSearchParams(answer);
  // Nothing to compare it with.
  if (endpoints.issuer === undefined) parameters.delete('iss');
  try {
    return { ok: true, value: validateAuthResponse(serverOf(endpoints), { client_id: clientId }, parameters, state) };
  } catch (error) {
    // RFC 6749, 4.1.2.1: one of a few words, unless somebody made it up.
    if (error instanceof AuthorizationResponseError) return fail('server.login-refused', /^[a-z_]{1,40}$/.test(error.error) ? { detail: error.error } : {});
    if (error instanceof OperationProcessingError) return fail('server.login-refused', { detail: 'not as RFC 6749 has it' });
    throw error;
  }
}
