import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { entityTag } from '../fhir/entityTag.ts';
import type { BundleService } from '../fhir/bundleService.ts';
import { refuse } from '../fhir/outcome.ts';
import type { ResourceService } from '../fhir/resourceService.ts';
import { isResourceType, type ResourceType } from '../fhir/searchParameters.ts';
import type { Tombstone } from '../store/resourceStore.ts';
import { sendContent } from './mediaContent.ts';
import { accessOf } from './requireToken.ts';
import { queryOf, sendFhir, sendStored, sendWritten, singleHeader } from './replies.ts';

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
  readonly bundlesOf: (service: ResourceService) => BundleService;
  readonly base: () => string;
}

/** Everything but the bytes of Binaries. */
export function resourceRoutes(server: FastifyInstance, { service, bundlesOf, base }: ResourceRoutesParts): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(['application/fhir+json', 'application/json'], { parseAs: 'string', bodyLimit: largestResourceBytes }, (_request, body, done) => {
    done(null, body);
  });
  server.addContentTypeParser('application/json-patch+json', { parseAs: 'string', bodyLimit: largestResourceBytes }, (_request, body, done) => {
    done(null, body);
  });

  const serviceFor = (request: FastifyRequest) => service.as(accessOf(request));

  const search = (request: FastifyRequest, reply: FastifyReply, type: string, query: URLSearchParams) => sendFhir(reply, serviceFor(request).search(searchedType(type), query));

  server.post('/', (request, reply) => sendFhir(reply, bundlesOf(serviceFor(request)).process(bodyOf(request), /\breturn=minimal\b/.test(singleHeader(request, 'prefer') ?? ''))));

  server.get<TypePath>('/:type', (request, reply) => search(request, reply, request.params.type, queryOf(request)));

  server.register((form, _options, done) => {
    form.removeAllContentTypeParsers();
    form.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: largestFormBytes }, (_request, body, parsed) => {
      parsed(null, body);
    });
    form.post<TypePath>('/:type/_search', (request, reply) => search(request, reply, request.params.type, new URLSearchParams([...queryOf(request), ...new URLSearchParams(bodyOf(request))])));
    done();
  });

  server.post<TypePath>('/:type', (request, reply) =>
    sendWritten(request, reply, serviceFor(request).create(knownType(request.params.type), bodyOf(request), singleHeader(request, 'if-none-exist')), base()),
  );

  server.get<InstancePath>('/:type/:id', (request, reply) => {
    const stored = serviceFor(request).read(knownType(request.params.type), request.params.id);
    return sendContent(request, reply, stored, base()) ?? sendStored(request, reply, stored);
  });

  server.get<TypePath>('/:type/_history', (request, reply) => sendFhir(reply, serviceFor(request).history({ type: knownType(request.params.type), id: undefined }, queryOf(request))));

  server.get<InstancePath>('/:type/:id/_history', (request, reply) =>
    sendFhir(reply, serviceFor(request).history({ type: knownType(request.params.type), id: request.params.id }, queryOf(request))),
  );

  server.get<VersionPath>('/:type/:id/_history/:version', (request, reply) =>
    sendStored(request, reply, serviceFor(request).readVersion(knownType(request.params.type), request.params.id, request.params.version)),
  );

  server.put<InstancePath>('/:type/:id', (request, reply) => {
    const { type, id } = request.params;
    return sendWritten(request, reply, serviceFor(request).update(knownType(type), id, bodyOf(request), singleHeader(request, 'if-match')), base());
  });

  server.put<TypePath>('/:type', (request, reply) =>
    sendWritten(request, reply, serviceFor(request).updateMatching(searchedType(request.params.type), conditionOf(request), bodyOf(request), singleHeader(request, 'if-match')), base()),
  );

  server.patch<InstancePath>('/:type/:id', (request, reply) => {
    const { type, id } = request.params;
    return sendWritten(request, reply, serviceFor(request).patch(knownType(type), id, patchOf(request), singleHeader(request, 'if-match')), base());
  });

  server.patch<TypePath>('/:type', (request, reply) =>
    sendWritten(request, reply, serviceFor(request).patchMatching(searchedType(request.params.type), conditionOf(request), patchOf(request), singleHeader(request, 'if-match')), base()),
  );

  server.delete<InstancePath>('/:type/:id', (request, reply) => {
    const { type, id } = request.params;
    return sendRemoved(reply, serviceFor(request).remove(knownType(type), id, singleHeader(request, 'if-match')));
  });

  server.delete<TypePath>('/:type', (request, reply) =>
    sendRemoved(reply, serviceFor(request).removeMatching(searchedType(request.params.type), conditionOf(request), singleHeader(request, 'if-match'))),
  );
}

function sendRemoved(reply: FastifyReply, tombstone: Tombstone | undefined): FastifyReply {
  if (tombstone !== undefined) reply.header('ETag', entityTag(tombstone.version));
  return reply.code(204).send();
}

function searchedType(type: string): ResourceType {
  const known = knownType(type);
  if (known === 'Binary') throw refuse(405, 'not-supported', 'Binaries are read, not searched');
  return known;
}

/** Writing to a whole type needs a condition that leads to one resource. */
function conditionOf(request: FastifyRequest): string {
  const query = queryOf(request).toString();
  if (query === '') throw refuse(400, 'required', 'an id in the url, or search parameters that lead to one resource, are needed');
  return query;
}

function patchOf(request: FastifyRequest): string {
  if (!/^application\/json-patch\+json\b/i.test(request.headers['content-type'] ?? '')) throw refuse(415, 'not-supported', 'patches are application/json-patch+json');
  return bodyOf(request);
}

function knownType(type: string): ResourceType {
  if (isResourceType(type)) return type;
  throw refuse(404, 'not-supported', 'this server does not hold resources of this type');
}

function bodyOf(request: FastifyRequest): string {
  return typeof request.body === 'string' ? request.body : '';
}
