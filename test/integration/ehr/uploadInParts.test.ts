import { createHash, randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { collectBytes } from '../../../electron/workspace/collectBytes.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { ConnectionAuth } from '../../../shared/ipc/views.ts';
import { cuttingProxy } from '../../support/cuttingProxy.ts';
import { startDemoMediaServer, type DemoMediaServer } from '../../support/demoMediaServer.ts';
import { rawServer } from '../../support/rawServer.ts';

const bytes = randomBytes(6 * 1024 * 1024 + 4321);
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
/** Requests without bytes, and the heads of those with. */
const talk = 20_000;
/** What was on the wire and in sockets when it broke. */
const lost = 300_000;

let demo: DemoMediaServer;
/** One for all: whoever signs in too often is told to wait. */
let auth: ConnectionAuth;
beforeAll(async () => {
  demo = await startDemoMediaServer();
  const { tokenUrl, clientId, clientSecret } = demo.server;
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
  const { access_token: token } = (await (await fetch(tokenUrl, { method: 'POST', body: form })).json()) as { readonly access_token: string };
  auth = { kind: 'token', token };
});
afterAll(() => demo.close());

async function* pieces(start: number): AsyncGenerator<Uint8Array> {
  for (let offset = start; offset < bytes.byteLength; offset += 65_536) yield Promise.resolve(bytes.subarray(offset, offset + 65_536));
}

/** One process that sends: a client that remembers nothing. */
async function send(origin: string, id: string, onProgress?: (sent: number) => void, signal = new AbortController().signal) {
  const { pathname } = new URL(demo.connection.baseUrl);
  const chart = unwrap(openFhirChart({ auth, baseUrl: origin + pathname }, { idleMilliseconds: 5_000 }));
  return chart.uploadBinary(
    { id, contentType: 'image/png', size: bytes.byteLength, bytes: () => pieces(0), bytesFrom: pieces, securityContext: undefined, ...(onProgress && { onProgress }) }, signal,
  );
}

async function heldAt(url: string): Promise<string> {
  const chart = unwrap(openFhirChart({ ...demo.connection, auth }));
  return sha256(await collectBytes(unwrap(await chart.downloadBinary(url, new AbortController().signal)).bytes));
}

describe('an upload to a chart that takes parts', () => {
  it('goes on at once where the connection broke, and next to nothing is sent twice', async () => {
    const id = randomUUID();
    const proxy = await cuttingProxy(new URL(demo.connection.baseUrl), [2_000_000, 2_500_000]);
    const progress: number[] = [];
    expect(await send(proxy.origin, id, (sent) => progress.push(sent))).toStrictEqual({ ok: true, value: { url: `Binary/${id}` } });
    expect(await heldAt(`Binary/${id}`)).toBe(sha256(bytes));
    expect(proxy.sent()).toBeLessThan(bytes.byteLength + talk);
    expect(progress.at(-1)).toBe(bytes.byteLength);
  });

  it('wherever it is cut, the next process sends the rest alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 100_000, max: bytes.byteLength }), async (cut) => {
        const id = randomUUID();
        const cancel = new AbortController();
        const first = await cuttingProxy(new URL(demo.connection.baseUrl), []);
        const cancelled = await send(first.origin, id, (sent) => { if (sent >= cut) cancel.abort(); }, cancel.signal);
        const second = await cuttingProxy(new URL(demo.connection.baseUrl), []);
        expect(await send(second.origin, id)).toStrictEqual({ ok: true, value: { url: `Binary/${id}` } });
        expect(await heldAt(`Binary/${id}`)).toBe(sha256(bytes));
        // The last piece may have left before the cancelling: then all of it is there, and is sent again.
        if (!cancelled.ok && cut < bytes.byteLength - 65_536) expect(second.sent()).toBeLessThan(bytes.byteLength - cut + talk + lost + 65_536);
      }),
      { numRuns: 12 },
    );
  });

  it('is not tried where the chart does not say so, or does not take names', async () => {
    const capability = { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', rest: [{ resource: [{ type: 'Media' }, { type: 'Binary', updateCreate: true }] }] };
    const { origin, seen } = await rawServer((request, response) => {
      if (request.url === '/metadata') return void response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(capability));
      request.resume().on('end', () => response.writeHead(201, { location: 'Binary/1' }).end());
    });
    const chart = unwrap(openFhirChart({ baseUrl: origin, auth: { kind: 'none' } }));
    const upload = { contentType: 'image/png', size: bytes.byteLength, bytes: () => pieces(0), bytesFrom: pieces, securityContext: undefined };
    expect(await chart.uploadBinary({ ...upload, id: 'mine' }, new AbortController().signal)).toStrictEqual({ ok: true, value: { url: 'Binary/mine' } });
    expect(await chart.uploadBinary(upload, new AbortController().signal)).toStrictEqual({ ok: true, value: { url: 'Binary/1' } });
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toStrictEqual(['GET /metadata', 'PUT /Binary/mine', 'POST /Binary']);
  });
});
