import { randomUUID } from 'node:crypto';
import { isObject, parseJsonExactly } from '../fhir/resourceText.ts';
import type { Peer } from './peer.ts';

/** Quirks that only change how an answer looks. */

export function locationWithoutHistory({ server }: Peer): void {
  server.addHook('onSend', async (_request, reply, payload: unknown) => {
    const location = reply.getHeader('location');
    if (typeof location === 'string') reply.header('location', location.replace(/\/_history\/[^/]+$/, ''));
    return payload;
  });
}

export function unknownElementIs400({ server }: Peer): void {
  server.addHook('onSend', async (_request, reply, payload: unknown) => {
    if (reply.statusCode === 422) reply.code(400);
    return payload;
  });
}

export function outcomeCarriesId({ server }: Peer): void {
  server.addHook('onRequest', async ({ raw }) => {
    if (raw.method === 'POST' || raw.method === 'PUT') raw.headers['prefer'] = 'return=OperationOutcome';
  });
  server.addHook('onSend', async (_request, _reply, payload: unknown) => {
    if (typeof payload !== 'string' || !payload.startsWith('{"resourceType":"OperationOutcome"')) return payload;
    const outcome = parseJsonExactly(payload);
    return isObject(outcome) ? JSON.stringify({ ...outcome, id: randomUUID() }) : payload;
  });
}

/** Two policies, and only the second one is used up: it is the one whose `t` counts. */
export function rateLimitHeaderOnly({ server }: Peer): void {
  server.addHook('onSend', async (_request, reply, payload: unknown) => {
    if (reply.statusCode !== 429) return payload;
    const seconds = String(reply.getHeader('retry-after'));
    reply.removeHeader('retry-after').header('ratelimit', `"requests";r=59999;t=60, "fhirInteractions";r=0;t=${seconds}`);
    return payload;
  });
}

export function overloadIs400({ server }: Peer): void {
  server.addHook('onSend', async (_request, reply, payload: unknown) => {
    if (reply.statusCode === 429) reply.code(400).removeHeader('retry-after');
    return payload;
  });
}

/** A token counts as long as this process remembers that it gave it. */
export function tokensDieAtRestart({ server, tokenPath, fhirPath }: Peer): void {
  const given = new Set<string>();
  server.addHook('onSend', async (request, _reply, payload: unknown) => {
    const answer = request.url === tokenPath && typeof payload === 'string' ? parseJsonExactly(payload) : undefined;
    if (isObject(answer) && typeof answer['access_token'] === 'string') given.add(`Bearer ${answer['access_token']}`);
    return payload;
  });
  server.addHook('onRequest', async ({ raw }) => {
    const { authorization } = raw.headers;
    if (raw.url?.startsWith(fhirPath) === true && authorization !== undefined && !given.has(authorization)) delete raw.headers.authorization;
  });
}
