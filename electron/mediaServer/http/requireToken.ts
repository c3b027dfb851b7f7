import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from '../auth/access.ts';
import type { RateLimit } from '../auth/rateLimit.ts';
import type { Tokens } from '../auth/tokens.ts';
import { issue, Refusal } from '../fhir/outcome.ts';

const decorator = 'access';

/** Refuses requests without a valid bearer token, and too many of them, before their body is read. RFC 6750 section 3. */
export function requireToken(server: FastifyInstance, tokens: Tokens, limit: RateLimit): void {
  server.decorateRequest(decorator, null);
  server.addHook('onRequest', async (request) => {
    const token = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
    const access = token === undefined ? undefined : await tokens.verify(token);
    if (token !== undefined && access !== undefined) {
      limit.count(token);
      request.setDecorator(decorator, access);
      return;
    }
    const challenge = 'Bearer realm="Lightbox Media Server"';
    throw new Refusal(401, [issue('login', token === undefined ? 'a bearer token is needed' : 'the token is not valid or no longer so')], {
      'WWW-Authenticate': token === undefined ? challenge : `${challenge}, error="invalid_token"`,
    });
  });
}

/** What the request's token allows. */
export function accessOf(request: FastifyRequest): Access {
  return request.getDecorator<Access>(decorator);
}
