import { request as requestInClear, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { releaseMemory } from '../../shared/memory/releaseMemory.ts';
import { isLoopback } from './chartAddress.ts';
import type { NetworkAgents } from './networkAgents.ts';

export interface ExchangeRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The pieces of a stream are given away: their memory is taken back as soon as they are sent. */
  readonly body: string | { readonly size: number; readonly pieces: AsyncIterable<Uint8Array> } | undefined;
  readonly signal: AbortSignal;
}

export interface ExchangeAnswer {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  /** Decompressed, as it comes; each piece belongs to who reads it. Breaks with the error of the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Nobody wants (the rest of) the body. */
  readonly discard: () => void;
}

/**
 * One request and its answer; redirects are answers. Node's own client, not fetch: web streams copy every piece and leave the copies to the
 * garbage collector, which then takes more time than sending and receiving do.
 */
export async function exchange(agents: NetworkAgents, url: URL, request: ExchangeRequest): Promise<ExchangeAnswer> {
  for (;;) {
    const outgoing = open(agents, url, request);
    try {
      return await answered(outgoing, url, request);
    } catch (error) {
      if (!wasClosedMeanwhile(outgoing, request, error)) throw error;
    }
  }
}

function open({ http, https }: NetworkAgents, url: URL, { method, headers, body, signal }: ExchangeRequest): ClientRequest {
  const size = typeof body === 'string' ? Buffer.byteLength(body) : body?.size;
  const all = {
    // Compressing costs more than carrying the bytes within one computer.
    'accept-encoding': isLoopback(url.hostname) ? 'identity' : 'br, gzip, deflate',
    'user-agent': 'Lightbox', ...(size !== undefined && { 'content-length': String(size) }), ...headers,
  };
  return url.protocol === 'https:' ? requestEncrypted(url, { agent: https, method, headers: all, signal }) : requestInClear(url, { agent: http, method, headers: all, signal });
}

function answered(outgoing: ClientRequest, url: URL, { method, body }: ExchangeRequest): Promise<ExchangeAnswer> {
  return new Promise((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      // Answered before all was sent: the rest has nowhere to go.
      response.once('end', () => {
        if (!outgoing.writableEnded) outgoing.destroy();
      });
      const headers = headersOf(response);
      resolve({ url, status: response.statusCode ?? 0, headers, body: decompressed(response, headers, method), discard: () => response.destroy() });
    });
    if (typeof body === 'object') void send(outgoing, body);
    else outgoing.end(body);
  });
}

/** A server may let go of a resting connection at the moment it is used again; it has seen nothing of the request then. */
function wasClosedMeanwhile(outgoing: ClientRequest, { method, signal }: ExchangeRequest, error: unknown): boolean {
  const reset = error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
  return reset && outgoing.reusedSocket && !signal.aborted && (method === 'GET' || method === 'HEAD');
}

async function send(outgoing: ClientRequest, { size, pieces }: { readonly size: number; readonly pieces: AsyncIterable<Uint8Array> }): Promise<void> {
  const over = new Promise<void>((resolve) => outgoing.once('close', resolve));
  try {
    let left = size;
    for await (const piece of pieces) {
      if (outgoing.destroyed) return;
      left -= piece.byteLength;
      await Promise.race([over, written(outgoing, piece)]);
    }
    if (left !== 0) throw new Error('not as many bytes as announced');
    outgoing.end();
  } catch (error) {
    outgoing.destroy(error instanceof Error ? error : new Error('not sent'));
  }
}

function written(outgoing: ClientRequest, piece: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    outgoing.write(piece, (error) => {
      if (!error) releaseMemory(piece);
      resolve();
    });
  });
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  return headers;
}

const decoders: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createGunzip], ['x-gzip', createGunzip], ['deflate', createInflate], ['br', createBrotliDecompress],
]);

/** Of a coding that is not known, the bytes as they are. */
function decompressed(response: IncomingMessage, headers: Headers, method: string): Readable {
  const codings = (headers.get('content-encoding') ?? '').split(',').map((coding) => coding.trim().toLowerCase()).filter((coding) => coding !== '' && coding !== 'identity');
  const empty = method === 'HEAD' || response.statusCode === 204 || headers.get('content-length') === '0';
  if (empty || codings.length === 0 || !codings.every((coding) => decoders.has(coding))) return response;
  let body: Readable = response;
  for (const coding of codings.toReversed()) {
    const decoder = decoders.get(coding)?.();
    // Who reads the decoder hears of the failure.
    if (decoder) body = pipeline(body, decoder, () => undefined);
  }
  return body;
}
