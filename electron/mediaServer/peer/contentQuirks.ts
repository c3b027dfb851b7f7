import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { tokenLifetimeSeconds } from '../auth/tokens.ts';
import { refuse } from '../fhir/outcome.ts';
import { changeMembers, isObject, parseJsonExactly } from '../fhir/resourceText.ts';
import { answerError } from '../http/replies.ts';
import { targetOf, type Peer } from './peer.ts';
import { isResource } from './writeQuirks.ts';

/** Quirks of where the bytes of a Media are said to be. */

const storagePath = '/storage';
const lifeMilliseconds = 3_600_000;

export function presignedContentUrls(peer: Peer): void {
  presign(peer, peer.origin, false);
}

/** The same computer by its other name, which to every client is another origin. */
export function contentOnAnotherOrigin(peer: Peer): void {
  presign(peer, () => peer.origin().replace('127.0.0.1', 'localhost'), true);
}

function presign(peer: Peer, origin: () => string, refusesTokens: boolean): void {
  const { server, fhirPath, now } = peer;
  const authorization = serverToken(peer);
  const key = randomBytes(32);
  const signatureOf = (id: string, expires: string, nonce: string) => createHmac('sha256', key).update(`${id} ${expires} ${nonce}`).digest('base64url');
  const signed = (id: string) => {
    const [expires, nonce] = [String(now() + lifeMilliseconds), randomBytes(9).toString('base64url')];
    return `${origin()}${storagePath}/${id}?${new URLSearchParams({ expires, nonce, signature: signatureOf(id, expires, nonce) }).toString()}`;
  };

  server.addHook('preHandler', async (request) => {
    const prefix = `${origin()}${storagePath}/`;
    if (!isResource(request.body) || !request.body.includes(prefix)) return;
    request.body = withContentUrls(request.body, (url) => (url.startsWith(prefix) ? `Binary/${url.slice(prefix.length).split('?', 1)[0] ?? ''}` : url));
  });
  server.addHook('onSend', async (_request, _reply, payload: unknown) => {
    if (typeof payload !== 'string' || !payload.includes('"Binary/')) return payload;
    return withContentUrls(payload, (url) => {
      const [, id] = /^Binary\/([A-Za-z0-9\-.]{1,64})$/.exec(url) ?? [];
      return id === undefined ? url : signed(id);
    });
  });

  server.get<{ Params: { readonly id: string }; Querystring: Readonly<Record<string, string>> }>(
    `${storagePath}/:id`,
    { errorHandler: (error, request, reply) => void answerError(error, request, reply) },
    async (request, reply) => {
      const { id } = request.params;
      const { expires = '', nonce = '', signature = '' } = request.query;
      const expected = Buffer.from(signatureOf(id, expires, nonce));
      const given = Buffer.from(signature);
      if (refusesTokens && request.headers.authorization !== undefined) throw refuse(400, 'invalid', 'a signed url and a token are one too many');
      if (given.length !== expected.length || !timingSafeEqual(given, expected) || Number(expires) <= now()) throw refuse(403, 'forbidden', 'the url is not good any more');
      const { range } = request.headers;
      const headers = { authorization: await authorization(), accept: '*/*', ...(range !== undefined && { range }) };
      const bytes = await server.inject({ method: 'GET', url: `${fhirPath}/Binary/${id}`, headers });
      for (const name of ['content-type', 'content-range', 'accept-ranges', 'etag']) if (bytes.headers[name] !== undefined) reply.header(name, bytes.headers[name]);
      return reply.code(bytes.statusCode).send(bytes.rawPayload);
    },
  );
}

export function externalUrlsRewritten(peer: Peer): void {
  const { server, service, origin, fhirPath } = peer;
  const authorization = serverToken(peer);
  server.addHook('onSend', async (request, reply, payload: unknown) => {
    const target = targetOf(peer, request);
    const isWrite = (request.method === 'POST' || request.method === 'PUT') && reply.statusCode < 300;
    const id = target?.id ?? /\/Media\/([^/]+)/.exec(String(reply.getHeader('location')))?.[1];
    if (!isWrite || target?.type !== 'Media' || id === undefined) return payload;
    const { body } = service.read('Media', id);
    const found: string[] = [];
    withContentUrls(body, (url) => {
      if (/^https?:/.test(url) && !url.startsWith(`${origin()}/`)) found.push(url);
      return url;
    });
    const [url] = found;
    if (url === undefined) return payload;
    const answer = await fetch(url);
    const headers = { authorization: await authorization(), 'content-type': answer.headers.get('content-type') ?? 'application/octet-stream' };
    const made = await fetch(`${origin()}${fhirPath}/Binary`, { method: 'POST', headers, body: await answer.arrayBuffer() });
    const [, binary = ''] = /\/(Binary\/[^/]+)/.exec(made.headers.get('location') ?? '') ?? [];
    service.update('Media', id, withContentUrls(body, () => binary), undefined);
    return payload;
  });
}

/** For what the server does by itself; one token for half its life, for sign-ins are counted. */
function serverToken({ server, tokenPath, client, now }: Peer): () => Promise<string> {
  let [token, until] = ['', Number.NEGATIVE_INFINITY];
  return async () => {
    if (now() < until) return token;
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.clientSecret });
    const answer = await server.inject({ method: 'POST', url: tokenPath, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: form.toString() });
    [token, until] = [`Bearer ${z.object({ access_token: z.string() }).parse(answer.json()).access_token}`, now() + (tokenLifetimeSeconds * 1000) / 2];
    return token;
  };
}

/** `content.url` of a Media, or of those in a Bundle. */
function withContentUrls(text: string, change: (url: string) => string): string {
  const resource = parseJsonExactly(text);
  if (!isObject(resource)) return text;
  if (resource['resourceType'] === 'Media') return changeMembers(text, (name, value) => (name === 'content' ? withUrl(value, change) : value));
  if (resource['resourceType'] !== 'Bundle') return text;
  return changeMembers(text, (name, value) => (name === 'entry' && Array.isArray(value) ? value.map((entry: unknown) => withMediaUrl(entry, change)) : value));
}

function withMediaUrl(entry: unknown, change: (url: string) => string): unknown {
  const resource = isObject(entry) ? entry['resource'] : undefined;
  return isObject(entry) && isObject(resource) && resource['resourceType'] === 'Media' ? { ...entry, resource: { ...resource, content: withUrl(resource['content'], change) } } : entry;
}

function withUrl(content: unknown, change: (url: string) => string): unknown {
  return isObject(content) && typeof content['url'] === 'string' ? { ...content, url: change(content['url']) } : content;
}
