import type { FastifyReply, FastifyRequest } from 'fastify';
import { entityTag } from '../fhir/entityTag.ts';
import { outcomeOf, Refusal, refuse, type IssueCode } from '../fhir/outcome.ts';
import type { Written } from '../fhir/resourceService.ts';
import { storageFailure } from '../../storage/storageFailure.ts';
import type { Version } from '../store/resourceStore.ts';

export const fhirJson = 'application/fhir+json; charset=utf-8';

/** Sends a body that is FHIR JSON already. */
export function sendFhir(reply: FastifyReply, body: string): FastifyReply {
  return reply.header('Content-Type', fhirJson).send(body);
}

/** https://hl7.org/fhir/R4/http.html#versioning */
export function withVersion(reply: FastifyReply, version: Version): FastifyReply {
  return reply.header('ETag', entityTag(version.version)).header('Last-Modified', new Date(version.lastUpdated).toUTCString());
}

/** 201 with Location for what is new, else 200. */
export function sendWritten(reply: FastifyReply, { stored, created }: Written, base: string): FastifyReply {
  withVersion(reply, stored).code(created ? 201 : 200);
  reply.header('Location', `${base}/${stored.type}/${stored.id}/_history/${String(stored.version)}`);
  return sendFhir(reply, stored.body);
}

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

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  const known = typeof status === 'number' ? issueCodeOfStatus[status] : undefined;
  if (typeof status === 'number' && known !== undefined) return refuse(status, ...known);
  if (storageFailure(error)?.code === 'local.disk-full') return refuse(507, 'processing', 'the disk of this server is full; nothing was stored');
  return refuse(500, 'exception', 'the server failed; nothing was stored');
}

/** A header that may be given once. */
export function singleHeader(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
