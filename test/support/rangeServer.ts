import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { rawServer } from './rawServer.ts';

/** How one answer goes wrong; nothing: it does not. Positions count from the beginning of the whole. */
export interface Trouble {
  /** Answers with this status and nothing else. */
  readonly status?: number;
  /** The connection breaks here, */
  readonly cutAt?: number;
  /** or stands still. */
  readonly stallAt?: number;
  /** Ends the answer here, as if it were whole. */
  readonly endAt?: number;
  readonly etag?: string;
  readonly ignoreRange?: boolean;
  /** Says 206 with these bytes from elsewhere, under a Content-Range that is asked for, … */
  readonly otherBytes?: Uint8Array;
  /** … or with this one. */
  readonly contentRange?: string;
}

/** What was asked for, and how many bytes left for it. */
export interface RangeAnswer {
  readonly start: number;
  readonly ifRange: string | undefined;
  sent: number;
}

const pieceBytes = 16 * 1024;

/** Serves the bytes that `hold` tells at any address, with ETag and Range, and with the trouble of each request in turn. */
export async function rangeServer(hold: () => Uint8Array, troubles: (request: number) => Trouble | undefined) {
  const answers: RangeAnswer[] = [];
  const { origin, seen } = await rawServer((request, response) => {
    const trouble = troubles(answers.length) ?? {};
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const answer: RangeAnswer = { start, ifRange: request.headers['if-range']?.toString(), sent: 0 };
    answers.push(answer);
    serve(request, response, hold(), trouble, answer).catch(() => response.destroy());
  });
  return { origin, seen, answers };
}

async function serve(request: IncomingMessage, response: ServerResponse, bytes: Uint8Array, trouble: Trouble, answer: RangeAnswer): Promise<void> {
  if (trouble.status !== undefined) return void response.writeHead(trouble.status).end();
  const etag = trouble.etag ?? '"v1"';
  const { ifRange, start: asked } = answer;
  const part = request.headers.range !== undefined && trouble.ignoreRange !== true && (ifRange === undefined || ifRange === etag);
  const start = part ? asked : 0;
  if (start >= bytes.byteLength) return void response.writeHead(416, { 'content-range': `bytes */${String(bytes.byteLength)}` }).end();
  const source = trouble.otherBytes ?? bytes;
  const contentRange = trouble.contentRange ?? `bytes ${String(start)}-${String(bytes.byteLength - 1)}/${String(bytes.byteLength)}`;
  // Without a length it is the end of the chunks that says that it is whole.
  const length = trouble.endAt === undefined ? { 'content-length': String(bytes.byteLength - start) } : {};
  response.writeHead(part ? 206 : 200, { 'content-type': 'application/octet-stream', etag, ...length, ...(part && { 'content-range': contentRange }) });
  response.flushHeaders();
  const stop = Math.min(trouble.cutAt ?? Infinity, trouble.stallAt ?? Infinity, trouble.endAt ?? Infinity, source.byteLength);
  for (let position = start; position < stop; position += pieceBytes) {
    const piece = source.subarray(position, Math.min(position + pieceBytes, stop));
    answer.sent += piece.byteLength;
    if (!response.write(piece)) await once(response, 'drain');
  }
  if (trouble.stallAt !== undefined) return;
  if (trouble.cutAt !== undefined) return void response.socket?.end();
  response.end();
}
