import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bundleSchema } from '../../../shared/fhir/resources.ts';
import { fhirJson, idsOf, media, outcomeOf, patient, startTestServer, type TestServer } from './startTestServer.ts';

const answerSchema = z.object({ access_token: z.string(), scope: z.string(), patient: z.string().optional(), refresh_token: z.string().optional() });
type Answer = z.infer<typeof answerSchema>;

const redirectUri = 'http://127.0.0.1:45678/back';
const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
const app = { client_id: 'lightbox-app' };

function asked(server: TestServer, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    ...app, response_type: 'code', redirect_uri: redirectUri, scope: 'patient/*.* launch/patient offline_access', state: 's1', aud: server.baseUrl,
    code_challenge: challenge, code_challenge_method: 'S256', ...more,
  };
}

const addressOf = (server: TestServer, path: string) => server.tokenUrl.replace(/token$/, path);
const post = (server: TestServer, path: string, form: Readonly<Record<string, string>>) =>
  fetch(addressOf(server, path), { method: 'POST', body: new URLSearchParams(form), redirect: 'manual', headers: { connection: 'close' } });

async function allow(server: TestServer, more: Readonly<Record<string, string>> = {}): Promise<URL> {
  const response = await post(server, 'authorize', { ...asked(server), decision: 'allow', secret: server.clientSecret, patient: 'p1', ...more });
  expect(response.status).toBe(302);
  return new URL(response.headers.get('location') ?? '');
}

const exchange = (server: TestServer, code: string, more: Readonly<Record<string, string>> = {}) =>
  post(server, 'token', { ...app, grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier, ...more });

async function launch(server: TestServer, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const redirected = await allow(server, more);
  expect([redirected.origin + redirected.pathname, redirected.searchParams.get('state')]).toEqual([redirectUri, 's1']);
  const response = await exchange(server, redirected.searchParams.get('code') ?? '');
  expect(response.status).toBe(200);
  return answerSchema.parse(await response.json());
}

const withToken = (server: TestServer, token: string, method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = fhirJson) =>
  fetch(`${server.baseUrl}/${path}`, { method, headers: { authorization: `Bearer ${token}`, connection: 'close', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

async function twoPatients(): Promise<TestServer> {
  const server = await startTestServer();
  for (const [id, other] of [['p1', 'mine'], ['p2', 'theirs']] as const) {
    await server.put({ ...patient, id, identifier: [{ value: id }] });
    await server.put({ resourceType: 'Encounter', id: other, status: 'finished', class: { code: 'AMB' }, subject: { reference: `Patient/${id}` } });
    await server.put({ ...media, id: other, subject: { reference: `Patient/${id}` }, encounter: { reference: 'Encounter/theirs' }, operator: { reference: 'Practitioner/dr' } });
    await server.request(`Binary/${other}`, { method: 'PUT', body: other, headers: { 'content-type': 'image/png', 'x-security-context': `Patient/${id}` } });
  }
  await server.put({ resourceType: 'Practitioner', id: 'dr' });
  return server;
}

describe('SMART standalone launch', () => {
  it('asks the owner on a page of its own that nothing can frame or script', async () => {
    const server = await startTestServer();
    const page = await fetch(`${addressOf(server, 'authorize')}?${new URLSearchParams(asked(server, { state: '"><script>alert(1)</script>' })).toString()}`);
    expect([page.status, page.headers.get('x-frame-options'), page.headers.get('cache-control')]).toEqual([200, 'DENY', 'no-store']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await page.text();
    expect(html).toContain('patient/*.*');
    expect(html).not.toContain('<script');
    expect(await (await fetch(`${server.baseUrl}/.well-known/smart-configuration`)).json()).toMatchObject({ authorization_endpoint: addressOf(server, 'authorize'), code_challenge_methods_supported: ['S256'] });
  });

  it('grants what the owner allows, to whoever holds the verifier, once', async () => {
    const server = await twoPatients();
    const redirected = await allow(server);
    const code = redirected.searchParams.get('code') ?? '';
    const answer = answerSchema.parse(await (await exchange(server, code)).json());
    expect(answer).toMatchObject({ scope: 'patient/*.* launch/patient offline_access', patient: 'p1' });
    expect((await withToken(server, answer.access_token, 'GET', 'Media/mine')).status).toBe(200);
    const again = await exchange(server, code);
    expect([again.status, await again.json()]).toEqual([400, { error: 'invalid_grant' }]);
    // A code that comes twice was stolen: all that came of it ends.
    expect((await withToken(server, answer.access_token, 'GET', 'Media/mine')).status).toBe(401);
  });

  it.each([
    ['another verifier', { code_verifier: 'x'.repeat(43) }], ['another redirect', { redirect_uri: 'http://127.0.0.1:1/back' }], ['no code', { code: 'x' }],
  ])('refuses to exchange with %s', async (_name, wrong) => {
    const server = await twoPatients();
    const code = (await allow(server)).searchParams.get('code') ?? '';
    expect((await exchange(server, code, wrong)).status).toBe(400);
  });

  it('forgets a code after a minute', async () => {
    let now = Date.parse('2026-05-01T08:00:00Z');
    const server = await startTestServer({ now: () => now });
    await server.put(patient);
    const code = (await allow(server)).searchParams.get('code') ?? '';
    now += 61_000;
    expect((await exchange(server, code)).status).toBe(400);
  });

  it.each([
    ['an unknown application', { client_id: 'evil' }], ['a redirect to elsewhere', { redirect_uri: 'https://evil.invalid/back' }],
    ['a redirect that only looks local', { redirect_uri: 'http://127.0.0.1.evil.invalid/' }], ['one with credentials', { redirect_uri: 'http://127.0.0.1:1@evil.invalid/' }],
  ])('sends nothing to %s', async (_name, wrong) => {
    const server = await startTestServer();
    const response = await post(server, 'authorize', { ...asked(server, wrong), decision: 'allow', secret: server.clientSecret });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  it.each([
    ['system/*.*', {}, 'invalid_scope'], ['patient/Medication.read', {}, 'invalid_scope'], ['', {}, 'invalid_scope'], ['patient/*.read', { response_type: 'token' }, 'unsupported_response_type'],
    ['patient/*.read', { code_challenge_method: 'plain' }, 'invalid_request'], ['patient/*.read', { code_challenge: '' }, 'invalid_request'], ['patient/*.read', { aud: 'https://other.invalid' }, 'invalid_request'],
  ])('tells the application about scope "%s" with %o: %s', async (scope, more, error) => {
    const server = await startTestServer();
    const response = await post(server, 'authorize', asked(server, { scope, ...more }));
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toBe(error);
  });

  it('grants nothing without the secret, without a patient, or against the owner’s word', async () => {
    const server = await twoPatients();
    const form = { ...asked(server), decision: 'allow', secret: server.clientSecret, patient: 'p1' };
    expect((await post(server, 'authorize', { ...form, secret: 'guess' })).status).toBe(403);
    expect((await post(server, 'authorize', { ...form, patient: 'nobody' })).status).toBe(403);
    expect((await post(server, 'authorize', { ...form, decision: 'deny' })).headers.get('location')).toContain('error=access_denied');
  });

  it('refreshes for thirty days, each refresh token once, over restarts, and not after revocation', async () => {
    let now = Date.parse('2026-05-01T08:00:00Z');
    const first = await startTestServer({ now: () => now });
    await first.put(patient);
    const start = await launch(first);
    await first.close();
    const server = await startTestServer({ dataDirectory: first.dataDirectory, now: () => now });
    const refresh = (token: string | undefined, more = {}) => post(server, 'token', { ...app, grant_type: 'refresh_token', refresh_token: token ?? '', ...more });
    now += 20 * 86_400_000;
    const second = answerSchema.parse(await (await refresh(start.refresh_token, { scope: 'patient/*.*' })).json());
    expect(second.scope).toBe('patient/*.*');
    expect((await withToken(server, second.access_token, 'GET', 'Patient/p1')).status).toBe(200);
    expect((await refresh(second.refresh_token, { scope: 'user/*.*' })).status).toBe(400);
    const third = await launch(server);
    expect((await refresh(third.refresh_token)).status).toBe(200);
    expect((await refresh(third.refresh_token)).status).toBe(400);
    expect((await withToken(server, third.access_token, 'GET', 'Patient/p1')).status).toBe(401);
    const fourth = await launch(server);
    expect((await post(server, 'revoke', { ...app, token: fourth.refresh_token ?? '' })).status).toBe(200);
    expect((await withToken(server, fourth.access_token, 'GET', 'Patient/p1')).status).toBe(401);
    const fifth = await launch(server);
    now += 31 * 86_400_000;
    expect((await refresh(fifth.refresh_token)).status).toBe(400);
  });

  it('ends one access token by revocation and no other', async () => {
    const server = await twoPatients();
    const [one, other] = [await launch(server), await launch(server)];
    expect((await post(server, 'revoke', { token: one.access_token })).status).toBe(401);
    expect((await post(server, 'revoke', { ...app, token: one.access_token })).status).toBe(200);
    expect((await post(server, 'revoke', { ...app, token: 'unknown' })).status).toBe(200);
    expect((await withToken(server, one.access_token, 'GET', 'Patient/p1')).status).toBe(401);
    expect((await withToken(server, other.access_token, 'GET', 'Patient/p1')).status).toBe(200);
  });
});

describe('scopes', () => {
  const tokenFor = async (server: TestServer, scope: string) => {
    const response = await post(server, 'token', { grant_type: 'client_credentials', client_id: server.clientId, client_secret: server.clientSecret, scope });
    return response.status === 200 ? answerSchema.parse(await response.json()).access_token : `refused ${String(response.status)}`;
  };

  it.each([
    ['system/Media.read', [200, 403, 403, 403]], ['system/Media.write', [403, 201, 403, 403]], ['system/*.read', [200, 403, 403, 200]], ['system/Media.* system/Patient.read', [200, 201, 204, 200]],
  ])('%s', async (scope, expected) => {
    const server = await twoPatients();
    const token = await tokenFor(server, scope);
    const statuses = [
      (await withToken(server, token, 'GET', 'Media/mine')).status, (await withToken(server, token, 'POST', 'Media', media)).status,
      (await withToken(server, token, 'DELETE', 'Media?_id=mine')).status, (await withToken(server, token, 'GET', 'Patient?_id=p1')).status,
    ];
    expect(statuses).toEqual(expected);
  });

  it('are not widened by asking', async () => {
    const server = await startTestServer();
    for (const scope of ['patient/*.*', 'user/*.*', 'system/Medication.read', 'system/*.*.*', 'admin', '']) expect(await tokenFor(server, scope)).toBe('refused 400');
    const refused = await withToken(server, await tokenFor(server, 'system/Media.read'), 'GET', 'Patient/p1');
    expect([refused.status, refused.headers.get('www-authenticate'), (await outcomeOf(refused)).code]).toEqual([403, expect.stringContaining('insufficient_scope'), 'forbidden']);
  });
});

describe('a token of one patient', () => {
  it('sees that patient and nobody else', async () => {
    const server = await twoPatients();
    const { access_token: token } = await launch(server);
    const get = (path: string) => withToken(server, token, 'GET', path);
    const found = async (query: string) => idsOf(bundleSchema.parse(await (await get(query)).json()));
    for (const path of ['Patient/p1', 'Media/mine', 'Encounter/mine', 'Binary/mine', 'Media/mine/_history', 'Media/mine/_history/1', 'Practitioner/dr']) expect([path, (await get(path)).status]).toEqual([path, 200]);
    for (const path of ['Patient/p2', 'Media/theirs', 'Encounter/theirs', 'Binary/theirs', 'Media/theirs/_history', 'Media/theirs/_history/1', 'Media/none']) expect([path, (await get(path)).status]).toEqual([path, 404]);
    expect(await found('Media')).toEqual(['mine']);
    expect(await found('Media?patient=p2')).toEqual([]);
    expect(await found('Media?_id=mine,theirs&_total=accurate')).toEqual(['mine']);
    expect(await found('Patient')).toEqual(['p1']);
    expect(await found('Media?_include=Media:encounter&_include=Media:operator')).toEqual(['mine', 'dr']);
    expect(await (await get('Media?_summary=count')).json()).toMatchObject({ total: 1 });
    expect((await get('Media?subject:Patient.identifier=p2')).status).toBe(403);
    expect((await get('Media/_history')).status).toBe(403);
  });

  it('changes that patient’s and nobody else’s', async () => {
    const server = await twoPatients();
    const { access_token: token } = await launch(server);
    const send = async (method: string, path: string, body?: object, headers = {}) => (await withToken(server, token, method, path, body, { ...fhirJson, ...headers })).status;
    const other = { ...media, subject: { reference: 'Patient/p2' } };
    expect(await send('POST', 'Media', media)).toBe(201);
    expect(await send('POST', 'Media', other)).toBe(403);
    expect(await send('PUT', 'Media/theirs', { ...media, id: 'theirs' })).toBe(403);
    expect(await send('PUT', 'Media/mine', { ...other, id: 'mine' })).toBe(403);
    expect(await send('PATCH', 'Media/mine', [{ op: 'replace', path: '/subject/reference', value: 'Patient/p2' }], { 'content-type': 'application/json-patch+json' })).toBe(403);
    expect(await send('PATCH', 'Media/theirs', [], { 'content-type': 'application/json-patch+json' })).toBe(404);
    expect(await send('DELETE', 'Media/theirs')).toBe(404);
    expect(await send('DELETE', 'Patient/p2')).toBe(404);
    expect(await send('POST', 'Patient', patient)).toBe(403);
    expect(await send('PUT', 'Practitioner/dr', { resourceType: 'Practitioner', id: 'dr' })).toBe(403);
    expect(await send('PUT', 'Binary/theirs', { resourceType: 'Binary', id: 'theirs', contentType: 'a/b', data: 'AAAA' })).toBe(403);
    expect(await send('POST', 'Binary', { resourceType: 'Binary', contentType: 'a/b', data: 'AAAA', securityContext: { reference: 'Patient/p2' } })).toBe(403);
    const bundle = (type: string, entry: object[]) => withToken(server, token, 'POST', '', { resourceType: 'Bundle', type, entry });
    expect((await bundle('transaction', [{ resource: media, request: { method: 'POST', url: 'Media' } }, { request: { method: 'DELETE', url: 'Media/theirs' } }])).status).toBe(404);
    expect(await (await bundle('batch', [{ request: { method: 'GET', url: 'Media/theirs' } }])).json()).toMatchObject({ entry: [{ response: { status: '404' } }] });
    const uploaded = await withToken(server, token, 'POST', 'Binary', { resourceType: 'Binary', contentType: 'a/b', data: 'AAAA' });
    expect(await uploaded.json()).toMatchObject({ securityContext: { reference: 'Patient/p1' } });
    expect((await server.read('Media/theirs')).meta?.versionId).toBe('1');
  });
});

it('who asks too much is told when to come again', async () => {
  let now = 5_000_000;
  const server = await startTestServer({ requestsPerMinute: 3, signInsPerMinute: 4, now: () => now });
  for (let count = 0; count < 3; count += 1) expect((await server.request('Patient')).status).toBe(200);
  now += 20_000;
  const refused = await server.request('Patient');
  expect([refused.status, refused.headers.get('retry-after'), (await outcomeOf(refused)).code]).toEqual([429, '40', 'throttled']);
  now += 40_000;
  expect((await server.request('Patient')).status).toBe(200);
  const statuses: number[] = [];
  for (let count = 0; count < 6; count += 1) statuses.push((await post(server, 'token', { grant_type: 'client_credentials', client_id: 'x', client_secret: String(count) })).status);
  expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
});
