import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, createGzip, gzip, constants } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../fhir/outcome.ts';

const compress = promisify(gzip);
/** Loopback is faster than thorough compression. */
const level = { level: constants.Z_BEST_SPEED };
/** Below this a packet is a packet. */
const smallestBytes = 1400;

/**
 * The body's bytes, inflated if they were sent as gzip. Never more than `limit`, however little was sent.
 * @throws Refusal 413 beyond the limit, 415 for another encoding, 400 when the body breaks off or is no gzip.
 */
export async function* readBody(request: FastifyRequest, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const bytes of isGzip(request) ? gunzipped(request) : arriving(request)) {
    size += bytes.byteLength;
    if (size > limit) throw refuse(413, 'too-long', `the body is larger than ${String(limit)} bytes`);
    yield bytes;
  }
}

function isGzip(request: FastifyRequest): boolean {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') throw refuse(415, 'not-supported', 'bodies come as they are, or as gzip');
  return encoding === 'gzip';
}

async function* arriving({ raw }: FastifyRequest): AsyncGenerator<Uint8Array> {
  // Leaving the loop early must not tear the connection down before the refusal is heard.
  for await (const bytes of raw.iterator({ destroyOnReturn: false })) yield bytes as Uint8Array;
  if (!raw.complete) throw refuse(400, 'structure', 'the body did not arrive whole');
}

async function* gunzipped({ raw }: FastifyRequest): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  raw.once('close', () => {
    if (!raw.complete) gunzip.destroy(refuse(400, 'structure', 'the body did not arrive whole'));
  });
  raw.pipe(gunzip);
  try {
    for await (const bytes of gunzip) yield bytes as Uint8Array;
  } catch (error) {
    throw error instanceof Error && 'code' in error && String(error.code).startsWith('Z_') ? refuse(400, 'structure', 'the body is not gzip') : error;
  } finally {
    raw.unpipe(gunzip);
    gunzip.destroy();
    raw.resume();
  }
}

/**
 * Takes gzip in bodies that Fastify reads, and answers JSON as gzip to who takes it.
 * @param largestBytes of such a body when it is inflated.
 */
export function negotiateGzip(server: FastifyInstance, largestBytes: number): void {
  server.addHook('preParsing', async (request, _reply, payload) => {
    if (request.headers['content-encoding'] === undefined || !(payload instanceof Readable)) return payload;
    const inflated = Readable.from(readBody(request, largestBytes), { objectMode: false });
    // Fastify compares this with the Content-Length.
    return Object.assign(inflated, { receivedEncodedLength: Number(request.headers['content-length'] ?? 0) });
  });
  server.addHook('onSend', async (request, reply, payload: unknown) => {
    if (!mayCompress(request, reply)) return payload;
    if (typeof payload === 'string' && payload.length < smallestBytes) return payload;
    if (typeof payload !== 'string' && !(payload instanceof Readable)) return payload;
    reply.header('Content-Encoding', 'gzip').header('Vary', 'Accept, Accept-Encoding').removeHeader('Content-Length');
    return typeof payload === 'string' ? compress(payload, level) : payload.pipe(createGzip(level));
  });
}

function mayCompress(request: FastifyRequest, reply: FastifyReply): boolean {
  const takes = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(String(request.headers['accept-encoding'] ?? ''));
  return takes && request.method !== 'HEAD' && /\bjson\b/.test(String(reply.getHeader('content-type') ?? ''));
}
