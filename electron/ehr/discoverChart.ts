import { z } from 'zod';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { ConnectionNetwork, Discovery } from '../../shared/ipc/views.ts';
import type { ServerReport } from '../../shared/sync/ports.ts';
import { findSmartEndpoints } from './auth/smartEndpoints.ts';
import type { FhirHttp } from './fhirHttp.ts';
import { openHttp } from './openHttp.ts';
import { readCapability } from './readCapability.ts';

/** Where below an address a chart was often found; the address itself first. */
const fhirPaths = ['', 'fhir/R4/', 'R4/', 'fhir/'];
const gatewayPaths = ['', 'api/v2/'];

/** How a gateway of the Media API refuses who comes without a token or a header; many others write a 404 alike. */
const refusalStatuses = new Set([400, 401, 403]);
const gatewayRefusal = z.union([
  z.looseObject({ success: z.literal(false), code: z.number(), message: z.string() }),
  z.looseObject({ statusCode: z.number(), message: z.string() }),
]);
const outcome = z.looseObject({ resourceType: z.literal('OperationOutcome') });
const capability = z.looseObject({ resourceType: z.literal('CapabilityStatement') });

type Where = { readonly address: string; readonly network?: ConnectionNetwork | undefined };

/**
 * What answers at an address somebody typed, or a little below it: a CapabilityStatement is FHIR, the refusals of a gateway are a gateway.
 * Nothing is signed in to. Fails with `server.not-fhir` when it is neither, or with what keeps the address from answering.
 */
export async function discoverChart({ address, network }: Where, signal: AbortSignal): Promise<Result<Discovery>> {
  const typed = address.replace(/\/(metadata|Media|\.well-known\/smart-configuration)\/?$/, '');
  const at = (path: string) => openHttp({ baseUrl: new URL(path, typed.endsWith('/') ? typed : `${typed}/`).href, auth: { kind: 'none' }, ...(network !== undefined && { network }) }, {});
  for (const path of fhirPaths) {
    const http = at(path);
    if (!http.ok) return http;
    const found = await lookForFhir(http.value, signal);
    if (!found.ok) return found;
    if (found.value !== undefined) return succeed(found.value);
  }
  for (const path of gatewayPaths) {
    const http = at(path);
    if (!http.ok) return http;
    const answer = await http.value.look('Media', signal);
    if (!answer.ok) return answer;
    if (refusalStatuses.has(answer.value.status) && gatewayRefusal.safeParse(answer.value.body).success) {
      return succeed({ baseUrl: withoutSlash(http.value), dialect: 'xcaliber', software: null, loginPage: false, tokenUrl: null });
    }
  }
  return fail('server.not-fhir', { detail: 'neither FHIR nor a gateway' });
}

/** What a FHIR server tells everybody about itself. For a connection whose sign-in is not to be tried. */
export async function describeFhir(http: FhirHttp, signal: AbortSignal): Promise<Result<ServerReport>> {
  const metadata = await http.look('metadata', signal);
  if (!metadata.ok) return metadata;
  const report = readCapability(metadata.value.body);
  return report.ok ? succeed({ ...report.value, signedIn: false }) : report;
}

/** @returns undefined when there is no FHIR here; a failure when nothing can be asked at all. */
async function lookForFhir(http: FhirHttp, signal: AbortSignal): Promise<Result<Discovery | undefined>> {
  const metadata = await http.look('metadata', signal);
  if (!metadata.ok) return metadata;
  const report = readCapability(metadata.value.body);
  // FHIR, but not what Lightbox needs of it.
  if (!report.ok && capability.safeParse(metadata.value.body).success) return report;
  // Some say what they are only to those who signed in.
  const closed = (metadata.value.status === 401 || metadata.value.status === 403) && outcome.safeParse(metadata.value.body).success;
  const endpoints = await findSmartEndpoints(http, signal);
  if (!report.ok && !closed && !endpoints.ok) return succeed(undefined);
  return succeed({
    baseUrl: withoutSlash(http), dialect: 'fhir', software: report.ok ? report.value.software : null,
    loginPage: endpoints.ok, tokenUrl: endpoints.ok ? endpoints.value.tokenUrl : null,
  });
}

function withoutSlash({ base }: FhirHttp): string {
  return base.href.replace(/\/$/, '');
}
