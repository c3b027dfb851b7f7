import Fastify, { type FastifyInstance } from 'fastify';
import { tokenRoute } from '../auth/tokenRoute.ts';
import { grantedScope, type Tokens } from '../auth/tokens.ts';
import { BundleService } from '../fhir/bundleService.ts';
import { capabilityStatement } from '../fhir/capabilityStatement.ts';
import { refuse } from '../fhir/outcome.ts';
import type { ResourceService } from '../fhir/resourceService.ts';
import { isResourceType } from '../fhir/searchParameters.ts';
import type { Blobs } from '../store/blobs.ts';
import { gatewayRoutes, type GatewayParts } from '../xcaliber/gatewayRoutes.ts';
import { binaryRoutes } from './binaryRoutes.ts';
import { answerError, sendFhir } from './replies.ts';
import { requireToken } from './requireToken.ts';
import { resourceRoutes } from './resourceRoutes.ts';

export const fhirPath = '/fhir/R4';
export const tokenPath = '/oauth2/token';

export interface ServerParts {
  readonly service: ResourceService;
  readonly blobs: Blobs;
  readonly tokens: Tokens;
  readonly gateway: GatewayParts;
  /** Where it is reached, without a path; known once it listens. */
  readonly origin: () => string;
  readonly largestBinaryBytes: number;
}

/** The HTTP face: dialects and sign-in are plugins with their own parsers, hooks and error shapes. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const base = () => `${parts.origin()}${fhirPath}`;
  const server = Fastify({
    logger: false,
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => {
      answerError(error, request, reply);
    },
  });
  await server.register((signIn, _options, done) => {
    tokenRoute(signIn, parts.tokens);
    done();
  });
  await server.register((gateway) => gatewayRoutes(gateway, parts.gateway));
  await server.register(
    async (fhir) => {
      fhir.setErrorHandler(answerError);
      fhir.get('/metadata', (_request, reply) => sendFhir(reply, JSON.stringify(capabilityStatement(base(), `${parts.origin()}${tokenPath}`))));
      fhir.get('/.well-known/smart-configuration', (_request, reply) => reply.send(smartConfiguration(`${parts.origin()}${tokenPath}`)));
      await fhir.register(async (guarded) => {
        guarded.addHook('onRequest', requireToken(parts.tokens));
        await guarded.register((plugin, _options, done) => {
          resourceRoutes(plugin, { service: parts.service, bundles: new BundleService(parts.service, parts.blobs, base), base });
          done();
        });
        await guarded.register((plugin, _options, done) => {
          binaryRoutes(plugin, parts.service, parts.blobs, { base, largestBytes: parts.largestBinaryBytes });
          done();
        });
        await guarded.register((plugin, _options, done) => {
          everythingElse(plugin);
          done();
        });
      });
    },
    { prefix: fhirPath },
  );
  return server;
}

/** A route rather than a not-found handler, so that who has no token learns nothing here either. */
function everythingElse(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _body, done) => {
    done(null);
  });
  server.all('/*', (request) => {
    const type = request.url.slice(fhirPath.length + 1).split(/[/?]/, 1)[0] ?? '';
    const known = isResourceType(type) && request.method !== 'GET';
    throw refuse(known ? 405 : 404, 'not-supported', 'this server does not offer that');
  });
}

/** http://hl7.org/fhir/smart-app-launch/conformance.html */
function smartConfiguration(tokenUrl: string): object {
  return {
    token_endpoint: tokenUrl,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    scopes_supported: [grantedScope],
    capabilities: ['client-confidential-symmetric'],
  };
}
