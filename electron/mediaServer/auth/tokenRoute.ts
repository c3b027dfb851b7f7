import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../fhir/outcome.ts';
import { acceptScope } from './access.ts';
import type { AuthorizationCodes } from './authorizeRoutes.ts';
import { appClientId, hashOf, systemScope, tokenLifetimeSeconds, type ClientCredentials, type Granted, type Tokens } from './tokens.ts';

export interface SignInParts {
  readonly tokens: Tokens;
  readonly codes: AuthorizationCodes;
  /** @throws Refusal 429. */
  readonly limit: (request: FastifyRequest) => void;
}

/** POST /oauth2/token and /oauth2/revoke: client credentials by Basic or in the form, codes, refresh tokens. RFC 6749, 7009, 7636. */
export function tokenRoute(server: FastifyInstance, { tokens, codes, limit }: SignInParts): void {
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 16 * 1024 }, (_request, body, done) => {
    done(null, new URLSearchParams(String(body)));
  });
  server.setErrorHandler((error, _request, reply) =>
    error instanceof Refusal ? answerError(reply.headers(error.headers), error.status, 'temporarily_unavailable') : answerError(reply, 400, 'invalid_request'),
  );
  server.addHook('onRequest', async (request) => limit(request));

  const isKnown = (request: FastifyRequest, form: URLSearchParams) => {
    const { authorization } = request.headers;
    const credentials = authorization === undefined ? inForm(form) : inHeader(authorization);
    return credentials !== undefined && tokens.isClient(credentials);
  };
  const isApp = (form: URLSearchParams) => form.get('client_id') === appClientId && form.get('client_secret') === null;
  const unknownClient = (reply: FastifyReply) => answerError(reply.header('WWW-Authenticate', 'Basic realm="Lightbox Media Server"'), 401, 'invalid_client');

  server.post('/oauth2/token', async (request, reply) => {
    const form = request.body;
    if (!(form instanceof URLSearchParams)) return answerError(reply, 400, 'invalid_request');
    switch (form.get('grant_type')) {
      case 'authorization_code': {
        if (!isApp(form)) return unknownClient(reply);
        const granted = exchange(form);
        return granted === undefined ? answerError(reply, 400, 'invalid_grant') : answerTokens(reply, granted);
      }
      case 'refresh_token': {
        if (!isApp(form)) return unknownClient(reply);
        const granted = tokens.useRefresh(form.get('refresh_token') ?? '');
        if (granted === undefined) return answerError(reply, 400, 'invalid_grant');
        const narrower = form.get('scope');
        if (narrower !== null && !narrower.split(' ').every((scope) => granted.scope.split(' ').includes(scope))) return answerError(reply, 400, 'invalid_scope');
        return answerTokens(reply, granted, narrower ?? granted.scope);
      }
      case 'client_credentials': {
        if (!isKnown(request, form)) return unknownClient(reply);
        const scopes = acceptScope(form.get('scope') ?? systemScope, 'client');
        if (scopes === undefined) return answerError(reply, 400, 'invalid_scope');
        return answerTokens(reply, { grantId: randomUUID(), subject: tokens.client.clientId, scope: scopes.join(' '), patient: undefined });
      }
      default:
        return isKnown(request, form) || isApp(form) ? answerError(reply, 400, 'unsupported_grant_type') : unknownClient(reply);
    }
  });

  server.post('/oauth2/revoke', async (request, reply) => {
    const form = request.body;
    if (!(form instanceof URLSearchParams)) return answerError(reply, 400, 'invalid_request');
    if (!isKnown(request, form) && !isApp(form)) return unknownClient(reply);
    await tokens.revoke(form.get('token') ?? '');
    return secret(reply).send({});
  });

  function exchange(form: URLSearchParams): Granted | undefined {
    const taken = codes.take(form.get('code') ?? '');
    if (taken === undefined) return undefined;
    const { granted, redirectUri, challenge } = taken.code;
    if (taken.again) tokens.revokeGrant(granted.grantId);
    const proven = hashOf(form.get('code_verifier') ?? '') === challenge && form.get('redirect_uri') === redirectUri;
    return proven && !taken.again ? granted : undefined;
  }

  /** @param scope of this access token; a refresh keeps the whole grant. */
  async function answerTokens(reply: FastifyReply, granted: Granted, scope = granted.scope): Promise<FastifyReply> {
    const refreshes = /\bo(ff|n)line_access\b/.test(granted.scope);
    return secret(reply).send({
      access_token: await tokens.issue({ ...granted, scope }),
      token_type: 'Bearer',
      expires_in: tokenLifetimeSeconds,
      scope,
      ...(granted.patient === undefined ? {} : { patient: granted.patient }),
      ...(refreshes ? { refresh_token: tokens.issueRefresh(granted) } : {}),
    });
  }
}

function answerError(reply: FastifyReply, status: number, error: string): FastifyReply {
  return secret(reply).code(status).send({ error });
}

function secret(reply: FastifyReply): FastifyReply {
  return reply.headers({ 'Cache-Control': 'no-store', Pragma: 'no-cache' }).type('application/json');
}

function inForm(form: URLSearchParams): ClientCredentials | undefined {
  const clientId = form.get('client_id');
  const clientSecret = form.get('client_secret');
  return clientId === null || clientSecret === null ? undefined : { clientId, clientSecret };
}

/** Id and secret are form-encoded before they are joined by a colon. */
function inHeader(authorization: string): ClientCredentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const [clientId, clientSecret, ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  if (clientId === undefined || clientSecret === undefined || rest.length > 0) return undefined;
  const form = new URLSearchParams(`id=${clientId}&secret=${clientSecret}`);
  return { clientId: form.get('id') ?? '', clientSecret: form.get('secret') ?? '' };
}
