import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { entityTag } from '../fhir/entityTag.ts';
import { refuse } from '../fhir/outcome.ts';
import { parseSearch } from '../fhir/parseSearch.ts';
import type { ResourceService } from '../fhir/resourceService.ts';
import { resolveIncludes, searchBundle } from '../fhir/searchBundle.ts';
import { isResourceType, type ResourceType } from '../fhir/searchParameters.ts';
import type { ResourceStore } from '../store/resourceStore.ts';
import { sendFhir, sendWritten, singleHeader, withVersion } from './replies.ts';

/** Larger resources are refused: pictures belong into a Binary, not inline. */
export const largestResourceBytes = 32 * 1024 * 1024;
const largestFormBytes = 64 * 1024;

interface TypePath {
  Params: { readonly type: string };
}
interface InstancePath {
  Params: { readonly type: string; readonly id: string };
}
interface VersionPath {
  Params: { readonly type: string; readonly id: string; readonly version: string };
}

export interface ResourceRoutesParts {
  readonly service: ResourceService;
  readonly store: ResourceStore;
  readonly base: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Everything but the bytes of Binaries. */
export function resourceRoutes(server: FastifyInstance, { service, store, base, now }: ResourceRoutesParts): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(['application/fhir+json', 'application/json'], { parseAs: 'string', bodyLimit: largestResourceBytes }, (_request, body, done) => {
    done(null, body);
  });

  const search = (reply: FastifyReply, wanted: string, query: URLSearchParams) => {
    const type = knownType(wanted);
    if (type === 'Binary') throw refuse(405, 'not-supported', 'Binaries are read, not searched');
    const parsed = parseSearch(type, query, { base: base(), now: now() });
    const page = store.search(parsed);
    return sendFhir(reply, searchBundle(parsed, page, resolveIncludes(parsed, page, store, base()), base()));
  };

  server.get<TypePath>('/:type', (request, reply) => search(reply, request.params.type, queryOf(request)));

  server.register((form, _options, done) => {
    form.removeAllContentTypeParsers();
    form.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: largestFormBytes }, (_request, body, parsed) => {
      parsed(null, body);
    });
    form.post<TypePath>('/:type/_search', (request, reply) => search(reply, request.params.type, new URLSearchParams([...queryOf(request), ...new URLSearchParams(bodyOf(request))])));
    done();
  });

  server.post<TypePath>('/:type', (request, reply) =>
    sendWritten(reply, service.create(knownType(request.params.type), bodyOf(request), singleHeader(request, 'if-none-exist')), base()),
  );

  server.get<InstancePath>('/:type/:id', (request, reply) => {
    const stored = service.read(knownType(request.params.type), request.params.id);
    return sendFhir(withVersion(reply, stored), stored.body);
  });

  server.get<VersionPath>('/:type/:id/_history/:version', (request, reply) => {
    const stored = service.readVersion(knownType(request.params.type), request.params.id, request.params.version);
    return sendFhir(withVersion(reply, stored), stored.body);
  });

  server.put<InstancePath>('/:type/:id', (request, reply) => {
    const { type, id } = request.params;
    return sendWritten(reply, service.update(knownType(type), id, bodyOf(request), singleHeader(request, 'if-match')), base());
  });

  server.delete<InstancePath>('/:type/:id', (request, reply) => {
    const { type, id } = request.params;
    const tombstone = service.remove(knownType(type), id, singleHeader(request, 'if-match'));
    if (tombstone !== undefined) reply.header('ETag', entityTag(tombstone.version));
    return reply.code(204).send();
  });
}

function knownType(type: string): ResourceType {
  if (isResourceType(type)) return type;
  throw refuse(404, 'not-supported', 'this server does not hold resources of this type');
}

function bodyOf(request: FastifyRequest): string {
  return typeof request.body === 'string' ? request.body : '';
}

function queryOf(request: FastifyRequest): URLSearchParams {
  const { url } = request;
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
}
