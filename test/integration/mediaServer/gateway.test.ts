import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { MediaServerOptions } from '../../../electron/mediaServer/startMediaServer.ts';
import type { GatewayOptions } from '../../../electron/mediaServer/xcaliber/openGateway.ts';
import { makeSmallDisk, smallDisksCanBeMade } from '../../support/smallDisk.ts';
import { media, patient, startTestServer, type TestServer } from './startTestServer.ts';

const athenaHeaders = { 'x-source-id': 'athena', 'x-interaction-mode': 'true' };
const epicHeaders = { 'x-source-id': 'epic', 'x-interaction-mode': 'false' };
const scope = 'patient=p1&departmentId=1&category=insurance-card';
const card = { resourceType: 'Media', status: 'completed', identifier: [{ system: 'urn:x', value: 'card-1' }], subject: { reference: 'Patient/p1' }, content: { contentType: 'image/gif', data: 'R0lG' } };

interface OpenGateway {
  readonly server: TestServer;
  readonly call: (path: string, init?: Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> }) => Promise<Response>;
  readonly list: (headers?: Record<string, string>, query?: string) => Promise<readonly Record<string, unknown>[]>;
}

async function openGateway(gateway: GatewayOptions = { delayMilliseconds: 0 }, options: Partial<MediaServerOptions> = {}): Promise<OpenGateway> {
  const server = await startTestServer({ gateway, ...options });
  await server.put(patient);
  const token = await tokenOf(server);
  const call: OpenGateway['call'] = (path, init = {}) =>
    fetch(`${server.gateway.baseUrl}${path}`, { ...init, headers: { connection: 'close', authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers } });
  const list: OpenGateway['list'] = async (headers = epicHeaders, query = scope) => resourcesIn(await (await call(`/Media?${query}`, { headers })).json());
  return { server, call, list };
}

async function tokenOf(server: TestServer, apiKey = server.gateway.apiKey): Promise<string> {
  const response = await fetch(server.gateway.tokenUrl, {
    method: 'POST', headers: { apikey: apiKey, 'content-type': 'application/json' }, body: JSON.stringify({ user: { id: 'u1', username: 'nurse' } }),
  });
  return z.object({ token: z.string() }).parse(await response.json()).token;
}

const resources = z.array(z.record(z.string(), z.unknown()));
const bundle = z.object({ resourceType: z.literal('Bundle'), entry: z.array(z.object({ resource: z.record(z.string(), z.unknown()) })) });

function resourcesIn(body: unknown): readonly Record<string, unknown>[] {
  const data = z.looseObject({ context: z.unknown().optional(), data: z.unknown().optional() }).safeParse(body);
  const inner = data.success && data.data.context !== undefined ? data.data.data : body;
  const asBundle = bundle.safeParse(inner);
  return asBundle.success ? asBundle.data.entry.map(({ resource }) => resource) : resources.parse(inner);
}

describe('the gateway', () => {
  it('gives a token for an APIKey and a user, and answers 401 in its own shape without one', async () => {
    const { server, call } = await openGateway();
    const refused = await fetch(`${server.gateway.baseUrl}/Media?${scope}`, { headers: epicHeaders });
    expect([refused.status, await refused.json()]).toMatchObject([401, { success: false, code: 401 }]);
    const forged = await call(`/Media?${scope}`, { headers: { ...epicHeaders, authorization: `Bearer ${server.token}` } });
    expect(forged.status).toBe(401);
    await expect(tokenOf(server, 'wrong')).rejects.toThrow();
    const noUser = await fetch(server.gateway.tokenUrl, { method: 'POST', headers: { apikey: server.gateway.apiKey, 'content-type': 'application/json' }, body: '{}' });
    expect([noUser.status, await noUser.json()]).toMatchObject([400, { statusCode: 400 }]);
  });

  it.each([
    ['x-source-id', '', { 'x-interaction-mode': 'true' }],
    ['x-source-id', '', { ...epicHeaders, 'x-source-id': 'nobody' }],
    ['x-interaction-mode', '', { 'x-source-id': 'epic' }],
    ['x-interaction-mode', '', { ...epicHeaders, 'x-interaction-mode': 'yes' }],
    ['patient', 'departmentId=1&category=admin', epicHeaders],
    ['departmentId', 'patient=p1&category=admin', epicHeaders],
    ['category', 'patient=p1&departmentId=1', epicHeaders],
    ['category', 'patient=p1&departmentId=1&category=admin', athenaHeaders],
  ] as const)('asks for %s (%s %j)', async (name, query, headers) => {
    const { call } = await openGateway();
    const refused = await call(`/Media?${query === '' ? scope : query}`, { headers });
    const body = z.object({ statusCode: z.literal(400), message: z.string() }).parse(await refused.json());
    expect(refused.status).toBe(400);
    expect(body.message).toContain(name);
  });

  it('takes a Media without telling its id, shows it later, under both paths, and the FHIR dialect has it too', async () => {
    const { server, call, list } = await openGateway();
    const posted = await call(`/Media?${scope}`, { method: 'POST', body: JSON.stringify(card), headers: athenaHeaders });
    expect([posted.status, Object.keys(z.record(z.string(), z.unknown()).parse(await posted.json()))]).toStrictEqual([202, ['message']]);
    expect([posted.headers.get('location'), posted.headers.get('etag')]).toStrictEqual([null, null]);
    await expect.poll(async () => (await list(athenaHeaders)).length).toBe(1);
    const [held] = await list(athenaHeaders);
    expect(held).toMatchObject({ identifier: ['card-1'], content: { data: 'R0lG', title: null }, meta: { tag: [{ code: 'insurance-card', display: 'Insurance Card' }] } });
    const id = String(held?.['id']);
    const one = z.object({ context: z.object({ requestId: z.string(), source: z.literal('athena'), quorum: z.boolean(), notify: z.boolean() }), data: z.object({ id: z.literal(id) }) });
    one.parse(await (await call(`/Media/${id}`, { headers: athenaHeaders })).json());
    const alias = `${new URL(server.gateway.baseUrl).origin}/fhir-gateway-2/fhir/R4/Media/${id}`;
    expect((await fetch(alias, { headers: { ...athenaHeaders, authorization: `Bearer ${await tokenOf(server)}` } })).status).toBe(200);
    expect(await server.read(`Media/${id}`)).toMatchObject({ id, identifier: [{ system: 'urn:x', value: 'card-1' }] });
  });

  it('leaves decimals as they are written, on the way in and on the way out', async () => {
    const { server, call } = await openGateway();
    const text = (seconds: string, more = '') =>
      `{"resourceType":"Media","status":"completed",${more}"subject":{"reference":"Patient/p1"},"extension":[{"url":"urn:x","valueDecimal":${seconds}}],"duration":${seconds},"content":{"contentType":"image/gif","data":"R0lG"}}`;
    const held = async () => (await (await server.request('Media')).text()).match(/"(duration|valueDecimal)":[^,}\]]+/g);
    expect((await call(`/Media?${scope}`, { method: 'POST', headers: epicHeaders, body: text('1.50') })).status).toBe(202);
    await expect.poll(held).toEqual(['"valueDecimal":1.50', '"duration":1.50']);
    const listed = await (await call(`/Media?${scope}`, { headers: epicHeaders })).text();
    expect(listed).toContain('"duration":1.50');
    expect(listed).not.toContain('#');
    const { id = '' } = (await server.search('Media')).entry?.[0]?.resource ?? {};
    expect((await call(`/Media?${scope}`, { method: 'PUT', headers: epicHeaders, body: text('10.0', `"id":"${id}",`) })).status).toBe(202);
    await expect.poll(held).toEqual(['"valueDecimal":10.0', '"duration":10.0']);
    expect(await (await call(`/Media/${id}`, { headers: epicHeaders })).text()).toContain('"duration":10.0');
  });

  it('refuses who asks too often, as the FHIR dialect does, in its own shape and with when to come again', async () => {
    let now = 1_800_000_020_000;
    const { server, call } = await openGateway({}, { requestsPerMinute: 3, signInsPerMinute: 4, now: () => now });
    const patients = () => call('/Patient', { headers: epicHeaders });
    expect([(await patients()).status, (await patients()).status, (await patients()).status]).toEqual([200, 200, 200]);
    const refused = await patients();
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(await refused.json()).toMatchObject({ statusCode: 429, message: expect.stringContaining('more than 3') as unknown });
    const signIn = async () => (await fetch(server.gateway.tokenUrl, { method: 'POST', headers: { apikey: 'guess', connection: 'close', 'content-type': 'application/json' }, body: '{}' })).status;
    // Two came before: one for each dialect.
    expect([await signIn(), await signIn(), await signIn()]).toEqual([401, 401, 429]);
    now += 60_000;
    expect([await signIn(), (await patients()).status]).toEqual([401, 200]);
  });

  it('answers before the effect, and keeps its word when it is stopped in between', async () => {
    const first = await openGateway({ delayMilliseconds: 3_600_000 });
    expect((await first.call(`/Media?${scope}`, { method: 'POST', body: JSON.stringify(card), headers: epicHeaders })).status).toBe(202);
    expect(await first.list()).toStrictEqual([]);
    await first.server.close();
    const again = await startTestServer({ dataDirectory: first.server.dataDirectory });
    expect((await again.search('Media')).entry).toHaveLength(1);
  });

  it.runIf(smallDisksCanBeMade)('goes on serving when there is no room for what it answered for', async () => {
    const disk = makeSmallDisk(6);
    onTestFinished(() => disk.remove());
    const { server, call, list } = await openGateway({ delayMilliseconds: 0 }, { dataDirectory: disk.directory });
    const post = (value: string, data: string) =>
      call(`/Media?${scope}`, { method: 'POST', headers: epicHeaders, body: JSON.stringify({ ...card, identifier: [{ value }], content: { contentType: 'image/gif', data } }) });
    expect((await post('large', 'AAAA'.repeat(3_000_000))).status).toBe(202);
    expect((await post('small', 'R0lG')).status).toBe(202);
    await expect.poll(async () => (await list()).map(({ identifier }) => identifier)).toStrictEqual([[{ value: 'small' }]]);
    await server.close();
  });

  it('replaces by the id of the body and deletes by the id of the query or the body', async () => {
    const { server, call, list } = await openGateway();
    await server.put({ ...media, id: 'm1' });
    const change = (body: object) => call('/Media?patient=p1&departmentId=1&category=admin', { method: 'PUT', body: JSON.stringify(body), headers: epicHeaders });
    expect((await change({ ...card, id: 'm1', deviceName: 'new' })).status).toBe(202);
    await expect.poll(async () => (await list(epicHeaders, 'patient=p1&departmentId=1&category=admin'))[0]?.['deviceName']).toBe('new');
    expect((await change(card)).status).toBe(400);
    const missing = await change({ ...card, id: 'unknown' });
    expect([missing.status, await missing.json()]).toMatchObject([404, { statusCode: 400 }]);
    const query = 'patient=p1&departmentId=1&category=admin';
    expect((await call(`/Media?${query}`, { method: 'DELETE', headers: epicHeaders })).status).toBe(400);
    expect((await call(`/Media?${query}&id=m1`, { method: 'DELETE', headers: epicHeaders, body: '{"id":"m2"}' })).status).toBe(400);
    expect((await call(`/Media?${query}&id=m1`, { method: 'DELETE', headers: epicHeaders, body: '{"id":"m1"}' })).status).toBe(204);
    await expect.poll(async () => (await call('/Media/m1', { headers: epicHeaders })).status).toBe(404);
    expect((await server.request('Media/m1')).status).toBe(410);
  });

  it('refuses what is no Media, nor of that patient, with the fields at fault', async () => {
    const { call } = await openGateway();
    const refusal = async (body: string, query = scope) => {
      const response = await call(`/Media?${query}`, { method: 'POST', headers: epicHeaders, body });
      return [response.status, await response.json()] as const;
    };
    expect(await refusal('{')).toMatchObject([400, { statusCode: 400 }]);
    expect(await refusal(JSON.stringify({ ...card, status: 'nonsense' }))).toMatchObject([400, { statusCode: 400, details: [{ path: 'Media.status' }] }]);
    expect(await refusal(JSON.stringify({ ...card, subject: { reference: 'Patient/p2' } }))).toMatchObject([400, { statusCode: 400 }]);
    expect((await refusal(JSON.stringify(card), 'patient=p9&departmentId=1&category=admin'))[0]).toBe(404);
  });

  it('drops what a source has no place for, and keeps the notes a source does not show', async () => {
    const { server, call, list } = await openGateway();
    const drawn = { ...card, note: [{ text: 'seen', extension: [{ url: 'https://lightbox.dev/x', valueString: '1' }] }], extension: [{ url: 'http://xcaliber-fhir/structureDefinition/priority', valueString: 'high' }] };
    const post = (source: string, value: string) =>
      call(`/Media?${scope}`, { method: 'POST', headers: { ...epicHeaders, 'x-source-id': source }, body: JSON.stringify({ ...drawn, identifier: [{ value }] }) });
    for (const source of ['athena', 'elation', 'epic']) expect((await post(source, source)).status).toBe(202);
    await expect.poll(async () => (await list()).length).toBe(3);
    const stored = async (value: string) => (await server.search(`Media?identifier=${value}`)).entry?.[0]?.resource;
    expect(await stored('athena')).not.toHaveProperty('note');
    expect(await stored('elation')).toMatchObject({ note: [{ text: 'seen' }], extension: drawn.extension });
    expect(JSON.stringify(await stored('elation'))).not.toContain('lightbox.dev');
    const epicMedia = await stored('epic');
    expect(epicMedia).toMatchObject({ note: drawn.note });

    expect(JSON.stringify(await list(athenaHeaders))).not.toContain('seen');
    const [seenByAthena] = (await list(athenaHeaders)).filter(({ id }) => id === epicMedia?.id);
    await call(`/Media?${scope}`, { method: 'PUT', headers: athenaHeaders, body: JSON.stringify({ ...card, id: seenByAthena?.['id'], deviceName: 'athena' }) });
    await expect.poll(async () => (await server.read(`Media/${String(seenByAthena?.['id'])}`))['deviceName']).toBe('athena');
    expect((await server.read(`Media/${String(seenByAthena?.['id'])}`))['note']).toStrictEqual(drawn.note);
  });

  it('sends the bytes of Binaries along, and every shape it is told to', async () => {
    const quirks = { envelope: false, list: 'array', containedPages: true, flatOperator: true, extensionUrls: 'tiny-urls' } as const;
    const { server, call, list } = await openGateway({ delayMilliseconds: 0, quirks });
    const binary = await server.request('Binary', { method: 'POST', body: 'GIF89a', headers: { 'content-type': 'image/gif' } });
    const url = /Binary\/[^/]+/.exec(binary.headers.get('location') ?? '')?.[0];
    const extension = [{ url: 'http://xcaliber-fhir/structureDefinition/page-ordering', valueInteger: 1 }];
    await server.put({ ...media, id: 'm1', operator: { reference: 'Practitioner/d1' }, content: { contentType: 'image/gif', url }, extension });
    const [held] = await list(epicHeaders, 'patient=p1&departmentId=1&category=admin');
    expect(held).toMatchObject({
      operator: { id: 'd1', type: 'Practitioner' }, extension: [{ url: 'http://tiny.url/media/pageordering', valueInteger: 1 }],
      content: { contentType: 'image/gif', contained: [{ id: 'page-1', data: Buffer.from('GIF89a').toString('base64') }] },
    });
    expect(await (await call('/Patient', { headers: epicHeaders })).json()).toMatchObject([{ resourceType: 'Patient', id: 'p1' }]);
  });
});
