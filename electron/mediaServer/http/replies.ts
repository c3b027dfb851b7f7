import type { FastifyReply, FastifyRequest } from 'fastify';
import { entityTag, isNoneOf } from '../fhir/entityTag.ts';
import { outcomeOf, Refusal, refuse, type IssueCode } from '../fhir/outcome.ts';
import type { Written } from '../fhir/resourceService.ts';
import { storageFailure } from '../../storage/storageFailure.ts';
import type { StoredVersion, Version } from '../store/resourceStore.ts';

export const fhirJson = 'application/fhir+json; charset=utf-8';

/** Sends a body that is FHIR JSON already. */
export function sendFhir(reply: FastifyReply, body: string): FastifyReply {
  return reply.header('Content-Type', fhirJson).send(body);
}

/** https://hl7.org/fhir/R4/http.html#versioning */
export function withVersion(reply: FastifyReply, version: Version): FastifyReply {
  return reply.header('ETag', entityTag(version.version)).header('Last-Modified', new Date(version.lastUpdated).toUTCString());
}

/** The resource, or 304 when the reader has this version already. RFC 9110 section 13.1 */
export function sendStored(request: FastifyRequest, reply: FastifyReply, stored: StoredVersion): FastifyReply {
  withVersion(reply, stored);
  return isKnown(request, stored) ? reply.code(304).send() : sendFhir(reply, stored.body);
}

export function isKnown(request: FastifyRequest, version: Version): boolean {
  const ifNoneMatch = singleHeader(request, 'if-none-match');
  if (ifNoneMatch !== undefined) return !isNoneOf(ifNoneMatch, version.version);
  const since = Date.parse(singleHeader(request, 'if-modified-since') ?? '');
  return since >= Math.floor(version.lastUpdated / 1000) * 1000;
}

/** 201 with Location for what is new, else 200; the body is what Prefer asks for. https://hl7.org/fhir/R4/http.html#ops */
export function sendWritten(request: FastifyRequest, reply: FastifyReply, { stored, created }: Written, base: string): FastifyReply {
  withVersion(reply, stored).code(created ? 201 : 200);
  reply.header('Location', `${base}/${stored.type}/${stored.id}/_history/${String(stored.version)}`);
  const wanted = /\breturn=(minimal|OperationOutcome)\b/.exec(singleHeader(request, 'prefer') ?? '')?.[1];
  if (wanted === undefined) return sendFhir(reply, stored.body);
  return wanted === 'minimal' ? reply.send() : sendFhir(reply, JSON.stringify(done));
}

const done = { resourceType: 'OperationOutcome', issue: [{ severity: 'information', code: 'informational', diagnostics: 'stored' }] };

function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return sendFhir(reply.code(refusal.status).headers(refusal.headers), JSON.stringify(outcomeOf(refusal)));
}

/** Anything thrown becomes an OperationOutcome; what was not meant to be thrown says nothing about its inside. */
export function answerError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendRefusal(reply, refusalOf(error));
}

const issueCodeOfStatus: Readonly<Record<number, readonly [IssueCode, string]>> = {
  400: ['structure', 'the request is malformed'],
  413: ['too-long', 'the body is too large'],
  415: ['not-supported', 'this content type is not supported here: use application/fhir+json'],
};

const repair = 'put its data directory back from a backup, or send the bytes again';

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  const known = typeof status === 'number' ? issueCodeOfStatus[status] : undefined;
  if (typeof status === 'number' && known !== undefined) return refuse(status, ...known);
  const storage = storageFailure(error)?.code;
  if (storage === 'local.disk-full') return refuse(507, 'processing', 'the disk of this server is full; nothing was stored');
  if (storage === 'local.blob-missing') return refuse(500, 'exception', `the bytes are missing on the disk of this server; ${repair}`);
  if (storage === 'local.blob-corrupt') return refuse(500, 'exception', `the bytes were damaged on the disk of this server; ${repair}`);
  return refuse(500, 'exception', 'the server failed; nothing was stored');
}

/** A header that may be given once. */
export function singleHeader(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** The query as it was written: Fastify's own reads a parameter that is given twice as one. */
export function queryOf(request: FastifyRequest): URLSearchParams {
  const { url } = request;
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
}
