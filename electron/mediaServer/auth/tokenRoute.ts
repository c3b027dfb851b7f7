import type { FastifyInstance, FastifyReply } from 'fastify';
import { grantedScope, tokenLifetimeSeconds, type ClientCredentials, type Tokens } from './tokens.ts';

/** POST /oauth2/token, client credentials by Basic or in the form. RFC 6749 sections 2.3.1, 4.4 and 5. */
export function tokenRoute(server: FastifyInstance, tokens: Tokens): void {
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 16 * 1024 }, (_request, body, done) => {
    done(null, new URLSearchParams(String(body)));
  });
  server.setErrorHandler((_error, _request, reply) => answerError(reply, 400, 'invalid_request'));
  server.post('/oauth2/token', async (request, reply) => {
    const form = request.body;
    if (!(form instanceof URLSearchParams)) return answerError(reply, 400, 'invalid_request');
    const { authorization } = request.headers;
    const credentials = authorization === undefined ? inForm(form) : inHeader(authorization);
    if (credentials === undefined || !tokens.isClient(credentials)) {
      return answerError(reply.header('WWW-Authenticate', 'Basic realm="Lightbox Media Server"'), 401, 'invalid_client');
    }
    if (form.get('grant_type') !== 'client_credentials') return answerError(reply, 400, 'unsupported_grant_type');
    return secret(reply).send({ access_token: await tokens.issue(), token_type: 'Bearer', expires_in: tokenLifetimeSeconds, scope: grantedScope });
  });
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
