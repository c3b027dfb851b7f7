import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { writeFhirJson } from '../../../shared/fhir/codec/fhirJson.ts';
import type { RateLimit } from '../auth/rateLimit.ts';
import { Refusal } from '../fhir/outcome.ts';
import { parseObject } from '../fhir/resourceText.ts';
import { isSearchParameter } from './filters.ts';
import type { Gateway, GatewayScope } from './gateway.ts';
import { GatewayError } from './gatewayError.ts';
import type { GatewaySource } from './gatewaySource.ts';
import { gatewayTokenSeconds, type GatewayTokens } from './gatewayTokens.ts';
import { presentAnswer, presentMedia } from './presentMedia.ts';

export const gatewayPath = '/api/v2';
const aliasPath = '/fhir-gateway-2/fhir/R4';
export const gatewayTokenPath = '/api/v2/token';

/** Bytes come inside the body, as text. */
const largestBodyBytes = 48 * 1024 * 1024;

const tokenRequestSchema = z.looseObject({ user: z.looseObject({ id: z.string().min(1), username: z.string().min(1) }) });
const accepted = { message: 'Request accepted. It takes effect shortly.' };

export interface GatewayParts {
  readonly gateway: Gateway;
  readonly tokens: GatewayTokens;
  readonly sources: readonly GatewaySource[];
}

/** Those of the FHIR dialect: who is refused there for asking too often is refused here. */
export interface GatewayLimits {
  /** By token. */
  readonly requestLimit: RateLimit;
  /** By address. */
  readonly signInLimit: RateLimit;
}

/** The Media API's own dialect: paths, headers and errors as the gateway has them, not as FHIR has them. */
export async function gatewayRoutes(server: FastifyInstance, parts: GatewayParts, limits: GatewayLimits): Promise<void> {
  server.setReplySerializer((payload) => writeFhirJson(payload));
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(['application/json', 'application/fhir+json'], { parseAs: 'string', bodyLimit: largestBodyBytes }, (_request, body, done) => {
    done(null, body);
  });
  server.setErrorHandler((error, request, reply) => {
    const answered = errorOf(error);
    if (error instanceof Refusal) reply.headers(error.headers);
    const wrong = answered.status === 404 && parts.sources.find(({ id }) => id === request.headers['x-source-id'])?.quirks.wrongStatusInside === true;
    return reply.code(answered.status).type('application/json').send(answered.body(wrong ? 400 : answered.status));
  });
  server.post(gatewayTokenPath, (request, reply) => {
    limits.signInLimit.count(request.ip);
    return issueToken(parts.tokens, request, reply);
  });
  for (const prefix of [gatewayPath, aliasPath]) {
    await server.register(
      (guarded, _options, done) => {
        guarded.addHook('onRequest', requireGatewayToken(parts.tokens, limits.requestLimit));
        mediaRoutes(guarded, parts);
        done();
      },
      { prefix },
    );
  }
}

function mediaRoutes(server: FastifyInstance, { gateway, sources }: GatewayParts): void {
  server.get('/Media', async (request) => {
    const scope = scopeOf(request, sources);
    const filters = new URLSearchParams([...queryOf(request)].filter(([name]) => isSearchParameter(name)));
    const { quirks } = scope.source;
    return presentAnswer((await gateway.list(scope, filters)).map((media) => presentMedia(media, quirks)), scope.source, quirks);
  });
  server.get<{ Params: { readonly id: string } }>('/Media/:id', async (request) => {
    const source = sourceOf(request, sources);
    return presentAnswer(presentMedia(await gateway.read(source, request.params.id), source.quirks), source, source.quirks);
  });
  server.post('/Media', (request, reply) => {
    gateway.create(scopeOf(request, sources), textOf(request));
    return reply.code(202).send(accepted);
  });
  server.put('/Media', (request, reply) => {
    gateway.update(scopeOf(request, sources), textOf(request));
    return reply.code(202).send(accepted);
  });
  server.delete('/Media', (request, reply) => {
    const scope = scopeOf(request, sources);
    const [named, inBody] = [queryOf(request).get('id') ?? undefined, request.body === undefined ? undefined : bodyOf(request)['id']];
    if (named !== undefined && inBody !== undefined && named !== inBody) throw new GatewayError(400, 'id is not the same in query and body');
    const id = named ?? inBody;
    if (typeof id !== 'string' || id === '') throw new GatewayError(400, 'id is required');
    gateway.remove(scope, id);
    return reply.code(204).send();
  });
  // Not in the API's table, but who may not know the patients can ask for no Media.
  server.get('/Patient', (request) => {
    const source = sourceOf(request, sources);
    return presentAnswer(gateway.patients(), source, source.quirks);
  });
}

async function issueToken(tokens: GatewayTokens, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const key = request.headers['apikey'];
  if (typeof key !== 'string' || !tokens.isApiKey(key)) throw new GatewayError(401, 'the APIKey is not valid');
  const asked = tokenRequestSchema.safeParse(bodyOf(request));
  if (!asked.success) throw new GatewayError(400, 'user with id and username is required');
  return reply.header('Cache-Control', 'no-store').send({ token: await tokens.issue(asked.data.user), expiresIn: gatewayTokenSeconds });
}

function requireGatewayToken(tokens: GatewayTokens, limit: RateLimit): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined || !(await tokens.isValid(token))) throw new GatewayError(401, 'a valid bearer token is required');
    limit.count(token);
  };
}

function sourceOf(request: FastifyRequest, sources: readonly GatewaySource[]): GatewaySource {
  const named = request.headers['x-source-id'];
  if (named === undefined) throw new GatewayError(400, 'header x-source-id is required');
  const source = sources.find(({ id }) => id === named);
  if (source === undefined) throw new GatewayError(400, 'header x-source-id names no source of this gateway', { 'x-source-id': sources.map(({ id }) => id) });
  const mode = request.headers['x-interaction-mode'];
  if (mode !== 'true' && mode !== 'false') throw new GatewayError(400, 'header x-interaction-mode must be true or false');
  return source;
}

function scopeOf(request: FastifyRequest, sources: readonly GatewaySource[]): GatewayScope {
  const source = sourceOf(request, sources);
  const query = queryOf(request);
  const missing = ['patient', 'departmentId', 'category'].filter((name) => (query.get(name) ?? '') === '');
  if (missing.length > 0) throw new GatewayError(400, `query ${missing.join(', ')} is required`, { missing });
  return { source, patient: (query.get('patient') ?? '').replace(/^Patient\//, ''), category: query.get('category') ?? '' };
}

function bodyOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return parseObject(textOf(request));
}

function textOf(request: FastifyRequest): string {
  return typeof request.body === 'string' ? request.body : '';
}

function queryOf(request: FastifyRequest): URLSearchParams {
  const start = request.url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : request.url.slice(start + 1));
}

function errorOf(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  // What the FHIR side refuses, in this dialect's shape.
  if (error instanceof Refusal) return new GatewayError(error.status === 429 ? 429 : 400, error.issues[0]?.diagnostics ?? 'the request is malformed');
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return new GatewayError(413, 'the body is too large');
  return typeof status === 'number' && status >= 400 && status < 500 ? new GatewayError(400, 'the request is malformed') : new GatewayError(500, 'the gateway failed; nothing was stored');
}
