import type { FastifyInstance, FastifyRequest } from 'fastify';
import { entityTag } from '../fhir/entityTag.ts';
import { refuse } from '../fhir/outcome.ts';
import { formatCursor, parseSearch, type SearchRequest } from '../fhir/parseSearch.ts';
import type { ResourceService } from '../fhir/resourceService.ts';
import { isResourceType, type ResourceType } from '../fhir/searchParameters.ts';
import type { ResourceStore, SearchPage } from '../store/resourceStore.ts';
import { sendFhir, sendWritten, singleHeader, withVersion } from './replies.ts';

/** Larger resources are refused: pictures belong into a Binary, not inline. */
export const largestResourceBytes = 32 * 1024 * 1024;

interface TypePath {
  Params: { readonly type: string };
}
interface InstancePath {
  Params: { readonly type: string; readonly id: string };
}
interface VersionPath {
  Params: { readonly type: string; readonly id: string; readonly version: string };
}

/** Everything but the bytes of Binaries. */
export function resourceRoutes(server: FastifyInstance, service: ResourceService, store: ResourceStore, base: () => string): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(['application/fhir+json', 'application/json'], { parseAs: 'string', bodyLimit: largestResourceBytes }, (_request, body, done) => {
    done(null, body);
  });

  server.get<TypePath>('/:type', (request, reply) => {
    const type = knownType(request.params.type);
    if (type === 'Binary') throw refuse(405, 'not-supported', 'Binaries are read, not searched');
    const search = parseSearch(type, queryOf(request), base());
    return sendFhir(reply, bundleOf(search, store.search(search), base()));
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

/** The resources are spliced in as they are stored, digit for digit. */
function bundleOf(search: SearchRequest, page: SearchPage, base: string): string {
  const parameters = (cursor: readonly (readonly [string, string])[]) =>
    new URLSearchParams([...search.parameters, ...cursor].map(([name, value]) => [name, value])).toString();
  const address = `${base}/${search.type}`;
  const here = search.cursor === undefined ? [] : ([['_cursor', formatCursor(search.cursor)]] as const);
  const link = [{ relation: 'self', url: `${address}?${parameters(here)}` }];
  if (page.next !== undefined) link.push({ relation: 'next', url: `${address}?${parameters([['_cursor', formatCursor(page.next)]])}` });
  const entries = page.matches.map(
    ({ id, body }) => `{"fullUrl":${JSON.stringify(`${address}/${id}`)},"resource":${body},"search":{"mode":"match"}}`,
  );
  const start = JSON.stringify({ resourceType: 'Bundle', type: 'searchset', link });
  return entries.length === 0 ? start : `${start.slice(0, -1)},"entry":[${entries.join(',')}]}`;
}
