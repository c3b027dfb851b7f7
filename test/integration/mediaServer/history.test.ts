import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fhirJson, media, outcomeOf, patient, startTestServer, type TestServer } from './startTestServer.ts';

const historySchema = z.looseObject({
  type: z.literal('history'),
  total: z.number().optional(),
  link: z.array(z.object({ relation: z.string(), url: z.string() })),
  entry: z
    .array(z.object({ fullUrl: z.string(), resource: z.looseObject({ id: z.string() }).optional(), request: z.object({ method: z.string(), url: z.string() }), response: z.object({ status: z.string(), etag: z.string(), lastModified: z.string() }) }))
    .default([]),
});

async function history(server: TestServer, path: string) {
  const response = await server.request(path);
  expect(response.status).toBe(200);
  return historySchema.parse(await response.json());
}

describe('_history', () => {
  it('of a resource tells every version and its deletion, newest first', async () => {
    const server = await startTestServer();
    await server.put(patient);
    await server.put({ ...patient, gender: 'female' });
    await server.request('Patient/p1', { method: 'DELETE' });
    await server.put({ ...patient, gender: 'male' });
    const { entry, total } = await history(server, 'Patient/p1/_history');
    expect(total).toBe(4);
    expect(entry.map(({ request, response, resource }) => [request.method, request.url, response.status, response.etag, resource?.['gender']])).toEqual([
      ['PUT', 'Patient/p1', '200', 'W/"4"', 'male'],
      ['DELETE', 'Patient/p1', '204', 'W/"3"', undefined],
      ['PUT', 'Patient/p1', '200', 'W/"2"', 'female'],
      ['PUT', 'Patient/p1', '201', 'W/"1"', undefined],
    ]);
    expect(entry[1]?.resource).toBeUndefined();
    expect((await server.request('Patient/p2/_history')).status).toBe(404);
    expect((await server.request('Patient/p1/_history?colour=red')).status).toBe(400);
    expect((await server.request('Patient/p1/_history?_since=yesterday')).status).toBe(400);
  });

  it('of a type, since an instant, pages back in time and misses nothing while others write', async () => {
    let now = 1_000_000;
    const server = await startTestServer({ now: () => (now += 10) });
    for (const id of ['a', 'b', 'c', 'd', 'e']) await server.put({ ...patient, id });
    await server.request('Patient/b', { method: 'DELETE' });
    await server.post({ resourceType: 'Practitioner' });
    const all = await history(server, 'Patient/_history');
    expect(all.entry).toHaveLength(6);
    const since = all.entry[2]?.response.lastModified ?? '';
    const seen: string[] = [];
    for (let next: string | undefined = `Patient/_history?_since=${since}&_count=1`; next !== undefined; ) {
      const page = await history(server, next);
      seen.push(...page.entry.map(({ request }) => `${request.method} ${request.url}`));
      next = page.link.find(({ relation }) => relation === 'next')?.url;
      await server.put({ ...patient, id: 'later' });
    }
    expect(seen).toEqual(['DELETE Patient/b', 'PUT Patient/e', 'PUT Patient/d']);
  });
});

describe('reading what one has already', () => {
  it('is answered 304 by version or date, with HEAD as with GET', async () => {
    const server = await startTestServer();
    await server.put(patient);
    const read = await server.request('Patient/p1');
    const known = { 'if-none-match': read.headers.get('etag') ?? '' };
    for (const method of ['GET', 'HEAD']) {
      const again = await server.request('Patient/p1', { method, headers: known });
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, 'W/"1"', '']);
    }
    expect((await server.request('Patient/p1', { headers: { 'if-modified-since': read.headers.get('last-modified') ?? '' } })).status).toBe(304);
    expect((await server.request('Patient/p1', { headers: { 'if-none-match': 'W/"2"' } })).status).toBe(200);
    await server.put(patient);
    expect((await server.request('Patient/p1', { headers: known })).status).toBe(200);
    const head = await server.request('Patient/p1', { method: 'HEAD' });
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, 'W/"2"', '']);
    await server.request('Binary/b1', { method: 'PUT', body: '12345', headers: { 'content-type': 'image/png' } });
    const binary = await server.request('Binary/b1', { method: 'HEAD' });
    expect([binary.status, binary.headers.get('content-length'), await binary.text()]).toEqual([200, '5', '']);
    expect((await server.request('Binary/b1', { headers: { 'if-none-match': 'W/"1"' } })).status).toBe(304);
  });
});

describe('Prefer', () => {
  it('chooses what a write answers', async () => {
    const server = await startTestServer();
    const answer = async (prefer: string) => {
      const response = await server.put(patient, { prefer });
      return [response.headers.get('location')?.slice(server.baseUrl.length), await response.text()] as const;
    };
    expect(await answer('return=minimal')).toEqual(['/Patient/p1/_history/1', '']);
    expect((await answer('return=OperationOutcome'))[1]).toContain('"severity":"information"');
    expect((await answer('return=representation'))[1]).toContain('Fernsby');
  });
});

describe('conditional update and delete', () => {
  const identified = { ...media, identifier: [{ system: 'urn:lightbox', value: '1' }] };
  const condition = 'Media?identifier=urn:lightbox%7C1';
  const send = (server: TestServer, method: string, path: string, body?: object, headers = {}) =>
    server.request(path, { method, headers: { ...(body === undefined ? {} : fhirJson), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

  it('makes, then changes, the one that matches', async () => {
    const server = await startTestServer();
    await server.put(patient);
    const made = await send(server, 'PUT', condition, identified);
    const { id } = (await made.json()) as { id: string };
    const changed = await send(server, 'PUT', condition, { ...identified, width: 4 });
    expect([made.status, changed.status, await changed.json()]).toMatchObject([201, 200, { id, width: 4 }]);
    expect((await send(server, 'PUT', condition, identified, { 'if-match': 'W/"1"' })).status).toBe(412);
    expect((await send(server, 'PUT', condition, { ...identified, id: 'another' })).status).toBe(400);
    const chosen = { ...identified, id: 'chosen', identifier: [{ value: '2' }] };
    expect((await send(server, 'PUT', 'Media?identifier=2', chosen)).status).toBe(201);
    expect((await send(server, 'PUT', 'Media?identifier=3', chosen)).status).toBe(409);
    await server.post(identified);
    for (const method of ['PUT', 'DELETE']) {
      const many = await send(server, method, condition, method === 'PUT' ? identified : undefined);
      expect([many.status, (await outcomeOf(many)).code]).toEqual([412, 'multiple-matches']);
    }
  });

  it('deletes the one that matches and never a whole type', async () => {
    const server = await startTestServer();
    await server.put(patient);
    await server.put({ ...identified, id: 'm1' });
    expect((await send(server, 'DELETE', 'Media')).status).toBe(400);
    expect((await send(server, 'DELETE', 'Media?_count=1')).status).toBe(400);
    expect((await send(server, 'DELETE', condition, undefined, { 'if-match': 'W/"9"' })).status).toBe(412);
    expect((await send(server, 'DELETE', condition)).status).toBe(204);
    expect((await send(server, 'DELETE', condition)).status).toBe(204);
    expect((await server.request('Media/m1')).status).toBe(410);
  });
});

describe('JSON Patch', () => {
  const patch = (server: TestServer, path: string, body: unknown, headers = {}) =>
    server.request(path, { method: 'PATCH', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json-patch+json', ...headers } });

  it('changes what it names and no digit else', async () => {
    const server = await startTestServer();
    await server.put(patient);
    await server.request('Media/m1', { method: 'PUT', headers: fhirJson, body: JSON.stringify({ ...media, id: 'm1' }).replace('}', ',"extension":[{"url":"urn:x","valueDecimal":1.50}]}') });
    const changed = await patch(server, 'Media/m1', '[{"op":"test","path":"/status","value":"completed"},{"op":"add","path":"/duration","value":2.10},{"op":"copy","from":"/subject/extension","path":"/extension"}]', { 'if-match': 'W/"1"' });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, 'W/"2"']);
    const text = await (await server.request('Media/m1')).text();
    expect(text).toContain('"duration":2.10');
    expect(text.match(/"valueDecimal":1\.50/g)).toHaveLength(2);
  });

  it('is refused as a whole', async () => {
    const server = await startTestServer();
    await server.put(patient);
    await server.put({ ...media, id: 'm1' });
    const status = async (body: unknown, headers = {}) => (await patch(server, 'Media/m1', body, headers)).status;
    expect(await status([{ op: 'replace', path: '/status', value: 'stopped' }], { 'if-match': 'W/"9"' })).toBe(412);
    expect(await status([{ op: 'replace', path: '/status', value: 'stopped' }, { op: 'test', path: '/status', value: 'completed' }])).toBe(422);
    expect(await status([{ op: 'remove', path: '/status' }])).toBe(422);
    expect(await status([{ op: 'replace', path: '/id', value: 'm2' }])).toBe(422);
    expect(await status([{ op: 'replace', path: '/resourceType', value: 'Patient' }])).toBe(400);
    expect(await status([{ op: 'replace', path: '/subject/reference', value: 'Patient/nobody' }])).toBe(422);
    expect(await status('{')).toBe(400);
    expect(await status({})).toBe(400);
    expect(await status('[]', fhirJson)).toBe(415);
    expect((await patch(server, 'Media/none', [])).status).toBe(404);
    expect((await patch(server, 'Media?status=stopped', [])).status).toBe(404);
    expect((await server.request('Media/m1')).headers.get('etag')).toBe('W/"1"');
    expect((await patch(server, 'Media?status=completed', [{ op: 'replace', path: '/status', value: 'stopped' }])).status).toBe(200);
  });
});
