import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { fhirJson, media, outcomeOf, patient, startTestServer, type TestServer } from './startTestServer.ts';

const bytes = randomBytes(2_500_000);
/** What fetch wants to hear before it sends a stream; its own types have not heard of it. */
const halfDuplex: object = { duplex: 'half' };

async function upload(server: TestServer, body: Uint8Array<ArrayBuffer> = bytes, headers: Record<string, string> = {}): Promise<string> {
  const response = await server.request('Binary', { method: 'POST', body, headers: { 'content-type': 'image/png', ...headers } });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

describe('raw bytes', () => {
  it('come back as they went, with length, type, version and security context', async () => {
    const server = await startTestServer();
    const id = await upload(server, bytes, { 'content-type': 'image/png; note="ü%20"', 'x-security-context': 'Patient/p1' });
    const response = await server.request(`Binary/${id}`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-length': '2500000', 'content-type': 'image/png; note="ü%20"', etag: 'W/"1"', 'accept-ranges': 'bytes', 'x-security-context': 'Patient/p1',
    });
    expect((await bytesOf(response)).equals(bytes)).toBe(true);
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'])('are not touched when they claim to be %s', async (contentType) => {
    const server = await startTestServer();
    const body = Buffer.from('{"a":  1}\r\n\xff', 'latin1');
    const id = await upload(server, body, { 'content-type': contentType });
    const response = await server.request(`Binary/${id}`);
    expect(response.headers.get('content-type')).toBe(contentType);
    expect(await bytesOf(response)).toEqual(body);
  });

  it('are replaced by PUT, under If-Match; older versions stay', async () => {
    const server = await startTestServer();
    const put = (body: string, headers: Record<string, string> = {}) => server.request('Binary/b1', { method: 'PUT', body, headers: { 'content-type': 'text/x-note', ...headers } });
    expect((await put('one')).status).toBe(201);
    expect((await put('two', { 'if-match': 'W/"1"' })).status).toBe(200);
    expect((await put('three', { 'if-match': 'W/"1"' })).status).toBe(412);
    expect(await (await server.request('Binary/b1')).text()).toBe('two');
    expect(await (await server.request('Binary/b1/_history/1')).text()).toBe('one');
    expect((await server.request('Binary/b1', { method: 'DELETE' })).status).toBe(204);
    expect((await server.request('Binary/b1')).status).toBe(410);
    expect((await server.request('Binary/b2')).status).toBe(404);
    expect((await server.request('Binary')).status).toBe(405);
  });

  it('are refused when empty, too large by their own word, or too large in fact', async () => {
    const server = await startTestServer({ largestBinaryBytes: 1_200_000 });
    expect((await server.request('Binary', { method: 'POST', body: '', headers: { 'content-type': 'image/png' } })).status).toBe(400);
    const announced = await server.request('Binary', { method: 'POST', body: bytes, headers: { 'content-type': 'image/png' } });
    expect([announced.status, (await outcomeOf(announced)).code]).toEqual([413, 'too-long']);
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let index = 0; index < 30; index += 1) controller.enqueue(new Uint8Array(50_000));
        controller.close();
      },
    });
    const chunked = await server.request('Binary', { method: 'POST', headers: { 'content-type': 'image/png' }, body: stream, ...halfDuplex });
    expect(chunked.status).toBe(413);
    await upload(server, bytes.subarray(0, 1_200_000));
  });
});

it('a refusal half way is heard, and its connection serves on', async () => {
  const server = await startTestServer({ largestBinaryBytes: 1_200_000 });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'image/png' };
  // Not `reusedSocket`: a request that waited for the connection does not say so.
  const connections = new Set<Socket>();
  const send = async (method: string, target: string, more: Record<string, string>, body: Buffer) => {
    const sent = request(`${server.baseUrl}/${target}`, { agent, method, headers: { ...headers, ...more } });
    sent.once('socket', (socket) => connections.add(socket));
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    for await (const part of response) expect(part).toBeDefined();
    return response.statusCode;
  };
  try {
    expect(await send('POST', 'Binary', { 'transfer-encoding': 'chunked' }, bytes)).toBe(413);
    expect(await send('POST', 'Binary', { 'content-length': '2500000' }, bytes)).toBe(413);
    expect(await send('POST', 'Binary', { authorization: 'Bearer x' }, bytes)).toBe(401);
    expect(await send('POST', 'Binary', {}, bytes.subarray(0, 1_000_000))).toBe(201);
    expect(connections.size).toBe(1);
  } finally {
    agent.destroy();
  }
});

describe('ranges', () => {
  it.each([
    ['bytes=0-0', 206, 0, 1],
    ['bytes=1048570-1048580', 206, 1_048_570, 1_048_581],
    ['bytes=2499990-', 206, 2_499_990, 2_500_000],
    ['bytes=2499990-99999999', 206, 2_499_990, 2_500_000],
    ['bytes=-10', 206, 2_499_990, 2_500_000],
    ['bytes=0-1,5-6', 200, 0, 2_500_000],
    ['bytes=9-5', 200, 0, 2_500_000],
    ['lines=1-2', 200, 0, 2_500_000],
  ])('%s', async (range, status, start, end) => {
    const server = await startTestServer();
    const response = await server.request(`Binary/${await upload(server)}`, { headers: { range } });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-range')).toBe(status === 206 ? `bytes ${String(start)}-${String(end - 1)}/2500000` : null);
    expect(response.headers.get('content-length')).toBe(String(end - start));
    expect((await bytesOf(response)).equals(bytes.subarray(start, end))).toBe(true);
  });

  it('outside are 416 with the size; under an If-Range that is stale the whole is sent', async () => {
    const server = await startTestServer();
    const id = await upload(server);
    for (const range of ['bytes=2500000-', 'bytes=-0']) {
      const response = await server.request(`Binary/${id}`, { headers: { range } });
      expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */2500000']);
    }
    expect((await server.request(`Binary/${id}`, { headers: { range: 'bytes=0-1', 'if-range': 'W/"1"' } })).status).toBe(206);
    expect((await server.request(`Binary/${id}`, { headers: { range: 'bytes=0-1', 'if-range': 'W/"0"' } })).status).toBe(200);
  });
});

describe('as a resource', () => {
  it('is base64 when FHIR JSON is asked for, over chunk borders too', async () => {
    const server = await startTestServer();
    const id = await upload(server, bytes, { 'x-security-context': 'Patient/p1' });
    const response = await server.request(`Binary/${id}`, { headers: { accept: 'application/fhir+json' } });
    expect(response.headers.get('content-type')).toMatch(/^application\/fhir\+json/);
    const resource = (await response.json()) as { data: string };
    expect(resource).toMatchObject({ resourceType: 'Binary', id, contentType: 'image/png', securityContext: { reference: 'Patient/p1' }, meta: { versionId: '1' } });
    expect(Buffer.from(resource.data, 'base64').equals(bytes)).toBe(true);
    expect(resource.data).toBe(bytes.toString('base64'));
  });

  it('is taken as FHIR JSON, white space and all', async () => {
    const server = await startTestServer();
    const binary = { resourceType: 'Binary', id: 'b1', contentType: 'image/gif', data: 'R0lG ODlh\n' };
    expect((await server.put(binary)).status).toBe(201);
    expect(await (await server.request('Binary/b1')).text()).toBe('GIF89a');
    expect((await server.post(binary)).status).toBe(201);
    expect((await server.request('Binary/b2', { method: 'PUT', body: JSON.stringify(binary), headers: fhirJson })).status).toBe(400);
    expect((await server.post({ ...binary, data: '***' })).status).toBe(422);
    expect((await server.post({ ...binary, data: undefined })).status).toBe(422);
    expect((await server.post({ ...binary, contentType: undefined })).status).toBe(422);
    expect((await server.post(binary, { 'if-none-exist': '_id=b1' })).status).toBe(400);
  });

  it('refuses a security context that is no reference', async () => {
    const server = await startTestServer();
    expect((await server.request('Binary', { method: 'POST', body: 'x', headers: { 'content-type': 'image/png', 'x-security-context': 'somebody' } })).status).toBe(400);
  });
});

describe('an upload that is cut', () => {
  it.each([
    ['with a length', 'Content-Length: 9000000'],
    ['in chunks', 'Transfer-Encoding: chunked'],
  ])('%s leaves nothing', async (_name, framing) => {
    const server = await startTestServer();
    const url = new URL(server.baseUrl);
    const part = Buffer.alloc(3_000_000, 1);
    const socket = connect(Number(url.port), url.hostname);
    await once(socket, 'connect');
    socket.write(`PUT ${url.pathname}/Binary/cut HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${server.token}\r\nContent-Type: image/png\r\n${framing}\r\n\r\n`);
    if (framing.startsWith('Transfer')) socket.write(`${part.byteLength.toString(16)}\r\n`);
    await new Promise<void>((resolve) => {
      socket.write(part, () => {
        resolve();
      });
    });
    socket.destroy();
    await once(socket, 'close');
    // Others are served meanwhile, and afterwards.
    const id = await upload(server);
    expect((await server.request('Binary/cut')).status).toBe(404);
    const whole = await bytesOf(await server.request(`Binary/${id}`));
    expect(createHash('sha256').update(whole).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    await server.close();
    const again = await startTestServer({ dataDirectory: server.dataDirectory });
    expect((await again.request('Binary/cut')).status).toBe(404);
    expect((await again.request(`Binary/${id}`)).status).toBe(200);
  });
});

it('a Media read as its content’s type answers the bytes, wherever they are kept', async () => {
  const server = await startTestServer();
  await server.put(patient);
  const picture = Buffer.from('a picture');
  await server.request('Binary/b1', { method: 'PUT', body: picture, headers: { 'content-type': 'image/png' } });
  await server.put({ ...media, id: 'linked' });
  await server.put({ ...media, id: 'inline', content: { contentType: 'image/png', data: picture.toString('base64') } });
  await server.put({ ...media, id: 'elsewhere', content: { contentType: 'image/png', url: 'https://elsewhere.invalid/x.png' } });
  for (const id of ['linked', 'inline']) {
    for (const accept of ['image/png', 'image/webp, image/*;q=0.8']) {
      const read = await server.request(`Media/${id}`, { headers: { accept } });
      expect([read.status, read.headers.get('content-type'), await read.text()]).toEqual([200, 'image/png', 'a picture']);
    }
    for (const accept of ['*/*', 'application/fhir+json', 'video/mp4', 'image/png, application/json']) {
      expect((await server.request(`Media/${id}`, { headers: { accept } })).headers.get('content-type')).toMatch(/fhir\+json/);
    }
  }
  expect((await server.request('Media/elsewhere', { headers: { accept: 'image/png' } })).headers.get('content-type')).toMatch(/fhir\+json/);
});
