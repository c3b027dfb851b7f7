import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ResourceService } from '../fhir/resourceService.ts';
import type { ClientCredentials } from '../auth/tokens.ts';
import type { ResourceStore } from '../store/resourceStore.ts';

/** The server that is to behave like another one. Its routes are not there yet: hooks added now come before all others. */
export interface Peer {
  readonly server: FastifyInstance;
  /** With full access. */
  readonly service: ResourceService;
  readonly store: ResourceStore;
  readonly client: ClientCredentials;
  readonly origin: () => string;
  readonly fhirPath: string;
  readonly tokenPath: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The part of a path that names a type, or a resource; undefined for what is neither. */
export function targetOf({ fhirPath }: Peer, request: FastifyRequest): { readonly type: string; readonly id: string | undefined } | undefined {
  const [path = ''] = request.url.split('?', 1);
  if (!path.startsWith(`${fhirPath}/`)) return undefined;
  const [, type, id] = /^([A-Z][A-Za-z]+)(?:\/([A-Za-z0-9\-.]{1,64}))?$/.exec(path.slice(fhirPath.length + 1)) ?? [];
  return type === undefined ? undefined : { type, id };
}
