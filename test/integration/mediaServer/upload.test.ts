import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeSmallDisk, smallDisksCanBeMade } from '../../support/smallDisk.ts';
import { startTestServer, type TestServer } from './startTestServer.ts';

const bytes = randomBytes(300_000);

const part = (server: TestServer, start: number, end: number, headers: Record<string, string> = {}) =>
  server.request('Binary/b1/$upload', {
    method: 'PATCH', body: bytes.subarray(start, end), headers: { 'content-type': 'image/png', 'upload-offset': String(start), 'upload-length': String(bytes.byteLength), ...headers },
  });
const head = (server: TestServer) => server.request('Binary/b1/$upload', { method: 'HEAD' });
const offsetOf = (response: Response) => [response.status, response.headers.get('upload-offset')];

describe('an upload in parts', () => {
  it('is told in the CapabilityStatement', async () => {
    const server = await startTestServer();
    const statement = (await (await server.request('metadata')).json()) as { rest: { resource: { type: string; extension?: unknown }[] }[] };
    const told = statement.rest[0]?.resource.map(({ type, extension }) => [type, extension !== undefined]);
    expect(Object.fromEntries(told ?? [])).toMatchObject({ Binary: true, Media: false });
  });

  it('makes the Binary with its last byte, and not before', async () => {
    const server = await startTestServer();
    expect((await head(server)).status).toBe(404);
    expect(offsetOf(await part(server, 0, 100_000))).toStrictEqual([204, '100000']);
    expect(offsetOf(await head(server))).toStrictEqual([204, '100000']);
    expect((await server.request('Binary/b1')).status).toBe(404);
    expect(offsetOf(await part(server, 100_000, 250_001))).toStrictEqual([204, '250001']);
    const last = await part(server, 250_001, 300_000, { 'x-security-context': 'Patient/p1' });
    expect([last.status, last.headers.get('etag')]).toStrictEqual([201, 'W/"1"']);
    const held = await server.request('Binary/b1');
    expect([held.headers.get('content-type'), held.headers.get('x-security-context')]).toStrictEqual(['image/png', 'Patient/p1']);
    expect(Buffer.from(await held.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await head(server)).status).toBe(404);
  });

  it('tells the right offset to who has a wrong one, and keeps what it has', async () => {
    const server = await startTestServer();
    await part(server, 0, 100_000);
    expect(offsetOf(await part(server, 200_000, 300_000))).toStrictEqual([409, '100000']);
    expect(offsetOf(await part(server, 50_000, 100_000))).toStrictEqual([409, '100000']);
    expect(offsetOf(await part(server, 100_000, 300_000, { 'upload-length': '300001' }))).toStrictEqual([409, '100000']);
    expect((await part(server, 100_000, 300_000)).status).toBe(201);
  });

  it('starts over at 0, and is forgotten when it is deleted', async () => {
    const server = await startTestServer();
    await part(server, 0, 100_000);
    expect(offsetOf(await part(server, 0, 70_000))).toStrictEqual([204, '70000']);
    expect((await server.request('Binary/b1/$upload', { method: 'DELETE' })).status).toBe(204);
    expect((await head(server)).status).toBe(404);
    expect(offsetOf(await part(server, 70_000, 300_000))).toStrictEqual([409, '0']);
    expect((await readdir(server.dataDirectory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && entry.parentPath !== server.dataDirectory)).toStrictEqual([]);
  });

  it.runIf(smallDisksCanBeMade)('that the disk had no room for can be gone on with once there is room', async () => {
    const disk = makeSmallDisk(8);
    onTestFinished(() => {
      disk.remove();
    });
    const server = await startTestServer({ dataDirectory: disk.directory });
    const large = randomBytes(12_000_000);
    const from = async (start: number) => (await server.request('Binary/b1/$upload', {
      method: 'PATCH', body: large.subarray(start), headers: { 'content-type': 'image/png', 'upload-offset': String(start), 'upload-length': String(large.byteLength) },
    })).status;
    expect(await from(0)).toBe(507);
    disk.grow(64);
    expect(await from(Number((await head(server)).headers.get('upload-offset') ?? 0))).toBe(201);
    expect(Buffer.from(await (await server.request('Binary/b1')).arrayBuffer()).equals(large)).toBe(true);
    await server.close();
  });

  it('is gone on with while as many others are open as may be; one more takes the place of the oldest', async () => {
    const server = await startTestServer();
    const patch = async (id: string, start: number) => server.request(`Binary/${id}/$upload`, {
      method: 'PATCH', body: bytes.subarray(start, start + 10), headers: { 'content-type': 'image/png', 'upload-offset': String(start), 'upload-length': '1000' },
    });
    for (let index = 1; index <= 32; index += 1) expect((await patch(`u${String(index)}`, 0)).status).toBe(204);
    expect(offsetOf(await patch('u1', 10))).toStrictEqual([204, '20']);
    expect(offsetOf(await patch('u2', 10))).toStrictEqual([204, '20']);
    expect((await patch('u33', 0)).status).toBe(204);
    expect(offsetOf(await patch('u3', 10))).toStrictEqual([409, '0']);
    expect(offsetOf(await patch('u4', 10))).toStrictEqual([204, '20']);
  });

  it('does not wait for a connection that hangs, and keeps what came over it', async () => {
    const server = await startTestServer();
    const { hostname, port, pathname } = new URL(server.baseUrl);
    const socket = connect(Number(port), hostname);
    const gone = once(socket, 'close');
    const lines = [
      `PATCH ${pathname}/Binary/b1/$upload HTTP/1.1`, `Host: ${hostname}`, `Authorization: Bearer ${server.token}`, 'Content-Type: image/png',
      'Upload-Offset: 0', `Upload-Length: ${String(bytes.byteLength)}`, `Content-Length: ${String(bytes.byteLength)}`, '', '',
    ];
    socket.write(Buffer.concat([Buffer.from(lines.join('\r\n')), bytes.subarray(0, 200_000)]));
    await expect.poll(async () => offsetOf(await head(server)), { timeout: 10_000 }).toStrictEqual([204, '200000']);
    await gone;
    expect((await part(server, 200_000, 300_000)).status).toBe(201);
    expect(Buffer.from(await (await server.request('Binary/b1')).arrayBuffer()).equals(bytes)).toBe(true);
  });

  it.each([
    ['no offset', { 'upload-offset': '' }, 400],
    ['an offset that is no number', { 'upload-offset': '-1' }, 400],
    ['a length that is no number', { 'upload-length': '1e5' }, 400],
    ['a length over the limit', { 'upload-length': '5000000' }, 413],
    ['more bytes than the length', { 'upload-length': '1000' }, 413],
    ['a security context that is none', { 'x-security-context': '../p1' }, 400],
  ])('is refused with %s', async (_case, headers, status) => {
    const server = await startTestServer({ largestBinaryBytes: 1_000_000 });
    expect((await part(server, 0, 100_000, headers)).status).toBe(status);
    expect((await server.request('Binary/b1')).status).toBe(404);
  });

  it('needs a token', async () => {
    const server = await startTestServer();
    expect((await part(server, 0, 100_000, { authorization: 'Bearer none' })).status).toBe(401);
    expect((await head(server)).status).toBe(404);
  });
});
