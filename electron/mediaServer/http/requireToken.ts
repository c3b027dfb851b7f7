import type { FastifyRequest } from 'fastify';
import type { Tokens } from '../auth/tokens.ts';
import { issue, Refusal } from '../fhir/outcome.ts';

/** Refuses a request without a valid bearer token before its body is read. RFC 6750 section 3. */
export function requireToken(tokens: Tokens): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const token = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined && (await tokens.isValid(token))) return;
    const challenge = 'Bearer realm="Lightbox Media Server"';
    throw new Refusal(401, [issue('login', token === undefined ? 'a bearer token is needed' : 'the token is not valid or no longer so')], {
      'WWW-Authenticate': token === undefined ? challenge : `${challenge}, error="invalid_token"`,
    });
  };
}
