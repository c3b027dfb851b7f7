import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { sameJson } from '../../../shared/sync/canonicalJson.ts';
import { matchesVersion } from '../fhir/entityTag.ts';
import { issue, Refusal, refuse } from '../fhir/outcome.ts';
import { isObject, parseJsonExactly, parseObject } from '../fhir/resourceText.ts';
import { isResourceType } from '../fhir/searchParameters.ts';
import { singleHeader, withVersion, sendFhir } from '../http/replies.ts';
import type { StoredVersion, Tombstone } from '../store/resourceStore.ts';
import { targetOf, type Peer } from './peer.ts';

/** Quirks of what is written, and on which conditions. */

const largestJsonBytes = 1024 * 1024;
/** Long enough for whoever asks at the same time. */
const raceMilliseconds = 20;

export function decimalsShortened({ server }: Peer): void {
  server.addHook('preHandler', async (request) => {
    if (isResource(request.body)) request.body = JSON.stringify(JSON.parse(request.body));
  });
}

export function emptyArraysDropped({ server }: Peer): void {
  server.addHook('preHandler', async (request) => {
    if (isResource(request.body)) request.body = JSON.stringify(withoutEmptyArrays(parseJsonExactly(request.body)));
  });
}

function withoutEmptyArrays(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyArrays);
  // Numbers that are kept as written have no prototype.
  if (!isObject(value) || Object.getPrototypeOf(value) === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, item]) => (Array.isArray(item) && item.length === 0 ? [] : [[name, withoutEmptyArrays(item)]])));
}

export function unquotedIfMatchIgnored({ server }: Peer): void {
  server.addHook('onRequest', async ({ raw }) => {
    if (raw.headers['if-match']?.includes('"') === false) delete raw.headers['if-match'];
  });
}

export function patchAndDeleteIgnoreIfMatch({ server }: Peer): void {
  server.addHook('onRequest', async ({ raw }) => {
    if (raw.method === 'PATCH' || raw.method === 'DELETE') delete raw.headers['if-match'];
  });
}

export function putResurrectsDeleted(peer: Peer): void {
  const resurrected = new WeakSet<FastifyRequest>();
  peer.server.addHook('preHandler', async (request) => {
    const current = putOver(peer, request);
    const ifMatch = singleHeader(request, 'if-match');
    if (current?.deleted !== true || ifMatch === undefined || !matchesVersion(ifMatch, current.version - 1)) return;
    delete request.raw.headers['if-match'];
    resurrected.add(request);
  });
  peer.server.addHook('onSend', async (request, reply, payload: unknown) => {
    if (resurrected.has(request) && reply.statusCode === 201) reply.code(200);
    return payload;
  });
}

export function putAsCreateRefused(peer: Peer): void {
  peer.server.addHook('preHandler', async (request) => {
    if (putOver(peer, request) === undefined && request.method === 'PUT' && targetOf(peer, request)?.id !== undefined) throw refuse(404, 'not-found', 'nothing is made by PUT here');
  });
}

export function unchangedPutKeepsVersion(peer: Peer): void {
  peer.server.addHook('preHandler', async (request, reply) => {
    const current = putOver(peer, request);
    if (current === undefined || current.deleted || !isResource(request.body)) return undefined;
    const ifMatch = singleHeader(request, 'if-match');
    if (ifMatch !== undefined && !matchesVersion(ifMatch, current.version)) return undefined;
    return sameJson(withoutVersion(current.body), withoutVersion(request.body)) ? sendFhir(withVersion(reply.code(200), current), current.body) : undefined;
  });
}

function withoutVersion(text: string): unknown {
  const { meta, ...resource } = parseObject(text);
  if (!isObject(meta)) return resource;
  const { versionId: _version, lastUpdated: _updated, ...rest } = meta;
  return { ...resource, meta: rest };
}

export function jsonOver1MbIs400({ server }: Peer): void {
  server.addHook('onRequest', async ({ raw }) => {
    if (!/\bjson\b/.test(raw.headers['content-type'] ?? '') || Number(raw.headers['content-length'] ?? 0) <= largestJsonBytes) return;
    raw.resume();
    throw new Refusal(400, [issue('invalid', 'File too large')]);
  });
}

export function transactionNotAtomic(peer: Peer): void {
  const transactions = new WeakSet<FastifyRequest>();
  peer.server.addHook('preHandler', async (request) => {
    const bundle = isResource(request.body) ? parseJsonExactly(request.body) : undefined;
    if (!isObject(bundle) || bundle['resourceType'] !== 'Bundle' || bundle['type'] !== 'transaction') return;
    request.body = JSON.stringify({ ...bundle, type: 'batch' });
    transactions.add(request);
  });
  peer.server.addHook('onSend', async (request, _reply, payload: unknown) =>
    transactions.has(request) && typeof payload === 'string' ? payload.replace('"type":"batch-response"', '"type":"transaction-response"') : payload,
  );
}

export function ifNoneExistRaces(peer: Peer): void {
  peer.server.addHook('preHandler', async (request) => {
    const type = targetOf(peer, request)?.type;
    const condition = singleHeader(request, 'if-none-exist');
    if (condition === undefined || type === undefined || !isResourceType(type) || peer.service.onlyMatch(type, condition) !== undefined) return;
    await pause(raceMilliseconds);
    delete request.raw.headers['if-none-exist'];
  });
}

/** What a PUT to a resource would replace. */
function putOver(peer: Peer, request: FastifyRequest): StoredVersion | Tombstone | undefined {
  const target = request.method === 'PUT' ? targetOf(peer, request) : undefined;
  return target?.id !== undefined && isResourceType(target.type) ? peer.store.read(target.type, target.id) : undefined;
}

/** Bodies that are not FHIR JSON are read by nobody before their route, or are none. */
export function isResource(body: unknown): body is string {
  return typeof body === 'string' && body.trimStart().startsWith('{');
}
