import { z } from 'zod';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { chartAddress } from '../chartAddress.ts';
import type { FhirHttp } from '../fhirHttp.ts';

/** Where a person signs in, and where what they brought is exchanged. */
export interface SmartEndpoints {
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly issuer: string | undefined;
  /** Scopes are written as `user/Media.cruds`; otherwise as `user/Media.read user/Media.write`. */
  readonly newScopes: boolean;
}

/** http://hl7.org/fhir/smart-app-launch/conformance.html */
const configurationSchema = z.looseObject({
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  issuer: z.string().optional(),
  capabilities: z.array(z.string()).optional(),
});

/** The way before there was a well-known address: http://hl7.org/fhir/smart-app-launch/1.0.0/conformance/index.html */
const capabilitySchema = z.looseObject({
  resourceType: z.literal('CapabilityStatement'),
  rest: z.array(z.looseObject({
    security: z.looseObject({
      extension: z.array(z.looseObject({ url: z.string(), extension: z.array(z.looseObject({ url: z.string(), valueUri: z.string().optional() })).optional() })).optional(),
    }).optional(),
  })).optional(),
});
const oauthUris = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris';

/**
 * Asks the server below `http`'s base, without credentials.
 * Fails with `server.no-login-page` when it offers none, or one at an address no secret must travel to.
 */
export async function findSmartEndpoints(http: FhirHttp, signal: AbortSignal): Promise<Result<SmartEndpoints>> {
  const wellKnown = await http.look('.well-known/smart-configuration', signal);
  if (!wellKnown.ok) return wellKnown;
  const configuration = configurationSchema.safeParse(wellKnown.value.body);
  if (configuration.success) {
    const { authorization_endpoint: authorizationUrl, token_endpoint: tokenUrl, issuer, capabilities = [] } = configuration.data;
    return judged({ authorizationUrl, tokenUrl, issuer, newScopes: capabilities.includes('permission-v2') && !capabilities.includes('permission-v1') });
  }
  const metadata = await http.look('metadata', signal);
  if (!metadata.ok) return metadata;
  const { authorize, token } = endpointsIn(metadata.value.body);
  if (authorize === undefined || token === undefined) return fail('server.no-login-page');
  return judged({ authorizationUrl: authorize, tokenUrl: token, issuer: undefined, newScopes: false });
}

function endpointsIn(body: unknown): { readonly authorize?: string | undefined; readonly token?: string | undefined } {
  const capability = capabilitySchema.safeParse(body);
  if (!capability.success) return {};
  const declared = capability.data.rest?.flatMap(({ security }) => security?.extension ?? []).find(({ url }) => url === oauthUris)?.extension ?? [];
  const uriOf = (name: string) => declared.find(({ url }) => url === name)?.valueUri;
  return { authorize: uriOf('authorize'), token: uriOf('token') };
}

function judged(endpoints: SmartEndpoints): Result<SmartEndpoints> {
  const allowed = [endpoints.authorizationUrl, endpoints.tokenUrl].every((url) => chartAddress(url).ok);
  return allowed ? succeed(endpoints) : fail('server.no-login-page', { detail: 'https only' });
}
