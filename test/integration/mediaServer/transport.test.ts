import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startMediaServer } from '../../../electron/mediaServer/startMediaServer.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { demoMediaDirectory, fhirJson, media, outcomeOf, patient, startTestServer, testKey, type TestServer } from './startTestServer.ts';

const gzipped = { 'content-encoding': 'gzip' };

const send = (server: TestServer, method: string, path: string, body: Uint8Array, headers: Readonly<Record<string, string>>) => server.request(path, { method, body: Buffer.from(body), headers });

describe('gzip', () => {
  it('is taken and given, and the resource stays the same', async () => {
    const server = await startTestServer();
    const note = Array.from({ length: 200 }, (_, index) => ({ text: `note ${String(index)}` }));
    await server.put(patient);
    const sent = gzipSync(JSON.stringify({ ...media, id: 'm1', note }));
    expect((await send(server, 'PUT', 'Media/m1', sent, { ...fhirJson, ...gzipped })).status).toBe(201);
    for (const path of ['Media/m1', 'Media', 'Media/m1/_history']) {
      const answer = await server.request(path);
      expect([answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual(['gzip', expect.stringContaining('Accept-Encoding')]);
      expect(await answer.text()).toContain('note 199');
      const plain = await server.request(path, { headers: { 'accept-encoding': 'gzip;q=0, identity' } });
      expect(plain.headers.get('content-encoding')).toBeNull();
    }
    expect((await server.request('Patient/p1')).headers.get('content-encoding')).toBeNull();
  });

  it('is taken for bytes, and kept as what was inside', async () => {
    const server = await startTestServer();
    const bytes = Buffer.alloc(2_000_000, 'abc');
    expect((await send(server, 'PUT', 'Binary/b1', gzipSync(bytes), { 'content-type': 'image/png', ...gzipped })).status).toBe(201);
    const read = await server.request('Binary/b1');
    expect([read.headers.get('content-encoding'), read.headers.get('content-length')]).toEqual([null, '2000000']);
    expect(Buffer.from(await read.arrayBuffer()).equals(bytes)).toBe(true);
    const asResource = await server.request('Binary/b1', { headers: { accept: 'application/fhir+json' } });
    expect(asResource.headers.get('content-encoding')).toBe('gzip');
    expect(((await asResource.json()) as { data: string }).data).toBe(bytes.toString('base64'));
  });

  it('that inflates beyond all measure is refused, and the server goes on', async () => {
    const server = await startTestServer({ largestBinaryBytes: 1_000_000 });
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    expect(bomb.byteLength).toBeLessThan(250_000);
    const asResource = await send(server, 'POST', 'Patient', bomb, { ...fhirJson, ...gzipped });
    expect([asResource.status, (await outcomeOf(asResource)).code]).toEqual([413, 'too-long']);
    expect((await send(server, 'POST', 'Binary', bomb, { 'content-type': 'image/png', ...gzipped })).status).toBe(413);
    expect((await server.put(patient)).status).toBe(201);
  });

  it('that is none is refused, and so are other encodings', async () => {
    const server = await startTestServer();
    for (const [path, contentType] of [['Patient', 'application/fhir+json'], ['Binary', 'image/png']] as const) {
      expect((await send(server, 'POST', path, Buffer.from('plain'), { 'content-type': contentType, ...gzipped })).status).toBe(400);
      expect((await send(server, 'POST', path, gzipSync('{}').subarray(0, 15), { 'content-type': contentType, ...gzipped })).status).toBe(400);
      expect((await send(server, 'POST', path, Buffer.from('plain'), { 'content-type': contentType, 'content-encoding': 'br' })).status).toBe(415);
    }
  });
});

it('ends a connection that only pretends to send', async () => {
  const server = await startTestServer({ patience: { head: 200, whole: 400 } });
  const { hostname, port } = new URL(server.baseUrl);
  for (const dribble of ['GET /fhir/R4/metadata HTTP/1.1\r\nHost: x\r\nX-Slow: ', `POST /fhir/R4/Patient HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.token}\r\nContent-Type: application/fhir+json\r\nContent-Length: 500\r\n\r\n{"a"`]) {
    const socket = connect(Number(port), hostname);
    const heard: Buffer[] = [];
    socket.on('data', (bytes: Buffer) => heard.push(bytes));
    socket.write(dribble);
    await once(socket, 'close');
    expect(Buffer.concat(heard).toString()).toMatch(/^HTTP\/1\.1 408 /);
  }
  expect((await server.put(patient)).status).toBe(201);
});

describe('TLS', () => {
  it('is spoken with the certificate given, and then nothing else is', async () => {
    const pem = await readFile(new URL('../../fixtures/untrusted-localhost.pem', import.meta.url), 'utf8');
    const server = await startMediaServer({ dataDirectory: await temporaryDirectory(), key: testKey, port: 0, seed: false, demoMediaDirectory, tls: { key: pem, certificate: pem } });
    try {
      expect(server.baseUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/fhir\/R4$/);
      const asked = request(`${server.baseUrl}/metadata`, { ca: pem, checkServerIdentity: () => undefined });
      asked.end();
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      expect(response.statusCode).toBe(200);
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part as Buffer);
      expect(Buffer.concat(parts).toString()).toContain(`"url":"${server.baseUrl}"`);
      await expect(fetch(server.baseUrl.replace('https', 'http'))).rejects.toThrow();
    } finally {
      await server.close();
    }
  });

  it('is needed beyond this computer', async () => {
    const start = startMediaServer({
      dataDirectory: await temporaryDirectory(), key: testKey, port: 0, seed: false, demoMediaDirectory, beyondThisComputer: { address: '0.0.0.0' },
    });
    await expect(start).rejects.toMatchObject({ failure: { code: 'data.invalid-input' } });
  });
});
