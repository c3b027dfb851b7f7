import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { fetchToken, fhirJson, outcomeOf, startTestServer } from './startTestServer.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the token endpoint', () => {
  it('knows its client by Basic and by form', async () => {
    const server = await startTestServer();
    const byBasic = await fetch(server.tokenUrl, {
      method: 'POST', headers: { ...form, authorization: `Basic ${btoa(`${server.clientId}:${server.clientSecret}`)}` }, body: 'grant_type=client_credentials&scope=system/*.*',
    });
    expect(byBasic.status).toBe(200);
    expect(byBasic.headers.get('cache-control')).toBe('no-store');
    const answer = (await byBasic.json()) as { access_token: string };
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'system/*.*' });
    expect((await fetch(`${server.baseUrl}/Patient`, { headers: { authorization: `bearer ${answer.access_token}` } })).status).toBe(200);
    expect(await fetchToken(server)).not.toBe(answer.access_token);
  });

  it.each([
    ['a wrong secret', 401, 'invalid_client', (id: string) => `grant_type=client_credentials&client_id=${id}&client_secret=x`],
    ['no client', 401, 'invalid_client', () => 'grant_type=client_credentials'],
    ['another grant', 400, 'unsupported_grant_type', (id: string, secret: string) => `grant_type=password&client_id=${id}&client_secret=${secret}`],
    ['no grant', 400, 'unsupported_grant_type', (id: string, secret: string) => `client_id=${id}&client_secret=${secret}`],
  ] as const)('refuses %s', async (_name, status, error, body) => {
    const server = await startTestServer();
    const response = await fetch(server.tokenUrl, { method: 'POST', headers: form, body: body(server.clientId, server.clientSecret) });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error });
  });

  it('refuses a header that is not Basic, and a body that is no form', async () => {
    const server = await startTestServer();
    for (const authorization of ['Basic !', 'Bearer x', `Basic ${btoa('only-one-part')}`, `Basic ${btoa(`${server.clientId}:${server.clientSecret}:x`)}`]) {
      expect((await fetch(server.tokenUrl, { method: 'POST', headers: { ...form, authorization }, body: 'grant_type=client_credentials' })).status).toBe(401);
    }
    expect((await fetch(server.tokenUrl, { method: 'POST', headers: fhirJson, body: '{}' })).status).toBe(400);
    expect((await fetch(server.tokenUrl, { method: 'POST', headers: form, body: 'x'.repeat(20_000) })).status).toBe(400);
  });
});

describe('every FHIR route', () => {
  const routes: readonly (readonly [string, string])[] = [
    ['GET', 'Patient'], ['GET', 'Patient/p1'], ['GET', 'Patient/p1/_history/1'], ['POST', 'Patient'], ['PUT', 'Patient/p1'], ['DELETE', 'Patient/p1'],
    ['POST', 'Binary'], ['PUT', 'Binary/b1'], ['GET', 'Binary/b1'], ['GET', 'Unknown'], ['GET', ''], ['PATCH', 'Patient/p1'],
  ];

  it.each(routes)('needs a token: %s /%s', async (method, path) => {
    const server = await startTestServer();
    for (const authorization of [undefined, 'Bearer', 'Bearer not.a.token', 'Basic eDp5']) {
      const response = await fetch(`${server.baseUrl}/${path}`, {
        method, headers: { ...fhirJson, ...(authorization === undefined ? {} : { authorization }) }, ...(method === 'POST' || method === 'PUT' ? { body: '{}' } : {}),
      });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
      expect((await outcomeOf(response)).code).toBe('login');
    }
  });

  it('tells what it is and where to sign in without one', async () => {
    const server = await startTestServer();
    const metadata = await fetch(`${server.baseUrl}/metadata`);
    expect(await metadata.json()).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', implementation: { url: server.baseUrl } });
    const smart = await fetch(`${server.baseUrl}/.well-known/smart-configuration`);
    expect(await smart.json()).toMatchObject({ token_endpoint: server.tokenUrl, grant_types_supported: ['client_credentials', 'authorization_code', 'refresh_token'] });
  });

  it('refuses a token that is expired', async () => {
    let now = Date.parse('2026-05-01T08:00:00Z');
    const server = await startTestServer({ now: () => now });
    now += 3599_000;
    expect((await server.request('Patient')).status).toBe(200);
    now += 2_000;
    const response = await server.request('Patient');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('invalid_token');
  });

  it('refuses tokens that are forged: another key, no algorithm, another algorithm, a changed claim, another server', async () => {
    const server = await startTestServer();
    const claims = decodeJwt(server.token);
    const header = { alg: 'ES256', typ: 'at+jwt' };
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const [head = '', , signature = ''] = server.token.split('.');
    const forged = [
      await new SignJWT(claims).setProtectedHeader(header).sign(privateKey),
      await new SignJWT(claims).setProtectedHeader({ ...header, jwk: await exportJWK(publicKey) }).sign(privateKey),
      new UnsecuredJWT(claims).encode(),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' }).sign(new TextEncoder().encode(server.clientSecret)),
      [head, Buffer.from(JSON.stringify({ ...claims, exp: 9_999_999_999 })).toString('base64url'), signature].join('.'),
      (await startTestServer()).token,
    ];
    for (const token of forged) {
      expect((await fetch(`${server.baseUrl}/Patient`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
    }
  });
});
