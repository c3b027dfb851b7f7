import Fastify, { type FastifyInstance } from 'fastify';
import { AuthorizationCodes, authorizeRoutes } from '../auth/authorizeRoutes.ts';
import type { RateLimit } from '../auth/rateLimit.ts';
import { tokenRoute } from '../auth/tokenRoute.ts';
import { systemScope, type Tokens } from '../auth/tokens.ts';
import { BundleService } from '../fhir/bundleService.ts';
import { capabilityStatement } from '../fhir/capabilityStatement.ts';
import { refuse } from '../fhir/outcome.ts';
import type { ResourceService } from '../fhir/resourceService.ts';
import { isResourceType } from '../fhir/searchParameters.ts';
import type { Blobs } from '../store/blobs.ts';
import { OpenUploads } from '../store/openUploads.ts';
import { gatewayRoutes, type GatewayParts } from '../xcaliber/gatewayRoutes.ts';
import { binaryRoutes } from './binaryRoutes.ts';
import { negotiateGzip } from './contentEncoding.ts';
import { listener, type Listening } from './listener.ts';
import { answerError, sendFhir } from './replies.ts';
import { requireToken } from './requireToken.ts';
import { largestResourceBytes, resourceRoutes } from './resourceRoutes.ts';
import { uploadRoutes } from './uploadRoutes.ts';

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
  readonly listening: Listening;
  readonly requestLimit: RateLimit;
  readonly signInLimit: RateLimit;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whoever wants a say in every request, before there are routes. */
  readonly adapt?: (server: FastifyInstance) => void;
}

/** The HTTP face: dialects and sign-in are plugins with their own parsers, hooks and error shapes. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const base = () => `${parts.origin()}${fhirPath}`;
  const server = Fastify({
    logger: false,
    forceCloseConnections: true,
    serverFactory: (handler) => listener(parts.listening, handler),
    frameworkErrors: (error, request, reply) => {
      answerError(error, request, reply);
    },
  });
  parts.adapt?.(server);
  await server.register((signIn, _options, done) => {
    const { tokens, service } = parts;
    const codes = new AuthorizationCodes(parts.now);
    tokenRoute(signIn, { tokens, codes, limit: (request) => parts.signInLimit.count(request.ip) });
    authorizeRoutes(signIn, { tokens, codes, base, hasPatient: (id) => service.has('Patient', id) });
    done();
  });
  await server.register((gateway) => gatewayRoutes(gateway, parts.gateway, parts));
  await server.register(
    async (fhir) => {
      fhir.setErrorHandler(answerError);
      negotiateGzip(fhir, largestResourceBytes);
      fhir.get('/metadata', (_request, reply) => sendFhir(reply, JSON.stringify(capabilityStatement(base(), parts.origin()))));
      fhir.get('/.well-known/smart-configuration', (_request, reply) => reply.send(smartConfiguration(parts.origin())));
      await fhir.register(async (guarded) => {
        requireToken(guarded, parts.tokens, parts.requestLimit);
        await guarded.register((plugin, _options, done) => {
          resourceRoutes(plugin, { service: parts.service, bundlesOf: (service) => new BundleService(service, parts.blobs, base), base });
          done();
        });
        await guarded.register((plugin, _options, done) => {
          binaryRoutes(plugin, parts.service, parts.blobs, { base, largestBytes: parts.largestBinaryBytes });
          done();
        });
        await guarded.register((plugin, _options, done) => {
          uploadRoutes(plugin, parts.service, new OpenUploads(() => parts.blobs.begin(), parts.now), { base, largestBytes: parts.largestBinaryBytes });
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

/** http://hl7.org/fhir/smart-app-launch/1.0.0/conformance/index.html */
function smartConfiguration(origin: string): object {
  return {
    authorization_endpoint: `${origin}/oauth2/authorize`,
    token_endpoint: `${origin}${tokenPath}`,
    revocation_endpoint: `${origin}/oauth2/revoke`,
    response_types_supported: ['code'],
    grant_types_supported: ['client_credentials', 'authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    scopes_supported: [systemScope, 'patient/*.*', 'user/*.*', 'launch/patient', 'offline_access'],
    capabilities: ['launch-standalone', 'client-public', 'client-confidential-symmetric', 'context-standalone-patient', 'permission-offline', 'permission-patient', 'permission-user'],
  };
}
