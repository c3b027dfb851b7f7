import { createHash, randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { deflateSync, brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { exchange, type ExchangeRequest } from '../../../electron/ehr/exchange.ts';
import { networkAgents } from '../../../electron/ehr/networkAgents.ts';
import { collectBytes } from '../../../electron/workspace/collectBytes.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { rawServer, socketServer } from '../../support/rawServer.ts';

const plain: ExchangeRequest = { method: 'GET', headers: {}, body: undefined, signal: new AbortController().signal };
const text = async (body: AsyncIterable<Uint8Array>) => Buffer.from(await collectBytes(body)).toString();

/** Answers the first request of every connection and, at the second, is gone. @returns how many requests were read of each connection. */
async function forgetfulServer() {
  const requests: number[] = [];
  const origin = await socketServer((socket) => {
    const connection = requests.push(0) - 1;
    socket.on('data', () => {
      requests[connection] = (requests[connection] ?? 0) + 1;
      if (requests[connection] > 1) socket.resetAndDestroy();
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    });
  });
  return { url: new URL(origin), requests };
}

describe('a connection that was kept', () => {
  it('and is gone when it is used again is replaced, for a read', async () => {
    const { url, requests } = await forgetfulServer();
    const agents = unwrap(networkAgents());
    for (let run = 0; run < 2; run += 1) expect(await text((await exchange(agents, url, plain)).body)).toBe('ok');
    expect(requests).toStrictEqual([2, 1]);
  });

  it('but not for a write, which may have had its effect', async () => {
    const { url, requests } = await forgetfulServer();
    const agents = unwrap(networkAgents());
    expect(await text((await exchange(agents, url, plain)).body)).toBe('ok');
    await expect(exchange(agents, url, { ...plain, method: 'POST', body: '{}' })).rejects.toThrow();
    expect(requests).toStrictEqual([2]);
  });
});

describe('a body that is sent', () => {
  it('arrives whole, and its pieces are given back', async () => {
    const hash = createHash('sha256');
    const { origin } = await rawServer((request, response) => request.on('data', (chunk: Buffer) => hash.update(chunk)).on('end', () => response.end()));
    const pieces = Array.from({ length: 40 }, () => Uint8Array.from(randomBytes(65_536)));
    const expected = createHash('sha256');
    for (const piece of pieces) expected.update(piece);
    const answer = await exchange(unwrap(networkAgents()), new URL(origin), { ...plain, method: 'PUT', body: { size: 40 * 65_536, pieces: each(pieces) } });
    expect(await text(answer.body)).toBe('');
    expect(hash.digest('hex')).toBe(expected.digest('hex'));
    expect(pieces.every(({ byteLength }) => byteLength === 0)).toBe(true);
  });

  it('and is shorter or longer than announced fails', async () => {
    const { origin } = await rawServer((request, response) => request.resume().on('end', () => response.end()));
    for (const size of [5, 7]) {
      const body = { size, pieces: each([Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)]) };
      await expect(exchange(unwrap(networkAgents()), new URL(origin), { ...plain, method: 'PUT', body })).rejects.toThrow('not as many bytes as announced');
    }
  });
});

describe('compression', () => {
  it('is not asked for within one computer', async () => {
    const { origin, seen } = await rawServer((_request, response) => response.end());
    await text((await exchange(unwrap(networkAgents()), new URL(origin), plain)).body);
    expect(seen.map(({ headers }) => headers['accept-encoding'])).toStrictEqual(['identity']);
  });

  it.each([['gzip', gzipSync], ['x-gzip', gzipSync], ['deflate', deflateSync], ['br', brotliCompressSync]] as const)('is undone: %s', async (coding, compress) => {
    const server = await rawServer(((_request, response) => response.writeHead(200, { 'content-encoding': coding }).end(compress('a text'))) satisfies RequestListener);
    expect(await text((await exchange(unwrap(networkAgents()), new URL(server.origin), plain)).body)).toBe('a text');
  });

  it('that is cut short breaks the body', async () => {
    const { origin } = await rawServer((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a longer text').subarray(0, 20)));
    const { body } = await exchange(unwrap(networkAgents()), new URL(origin), plain);
    await expect(text(body)).rejects.toThrow('unexpected end of file');
  });

  it('of a kind nobody knows stays', async () => {
    const { origin } = await rawServer((_request, response) => response.writeHead(200, { 'content-encoding': 'rot13' }).end('n grkg'));
    expect(await text((await exchange(unwrap(networkAgents()), new URL(origin), plain)).body)).toBe('n grkg');
  });
});

async function* each(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}
