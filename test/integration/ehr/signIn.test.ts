import { randomUUID } from 'node:crypto';
import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { signIn } from '../../../electron/ehr/auth/signIn.ts';
import { TokenKeeper, type SmartTokens } from '../../../electron/ehr/auth/tokenKeeper.ts';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { fail, FailureError, succeed, unwrap } from '../../../shared/errors/result.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { answerLoginPage } from '../../support/loginPage.ts';
import { rawServer } from '../../support/rawServer.ts';
import { patient, startTestServer, type TestServer } from '../mediaServer/startTestServer.ts';

const never = new AbortController().signal;
const smart = { kind: 'smart', clientId: 'lightbox-app' } as const;
const unpooled = { headers: { connection: 'close' } };

/** A browser in which a person does `act` with the address. */
const browser = (act: (url: URL) => Promise<unknown>) => async (url: URL) => {
  void act(url);
  return succeed(undefined);
};
const allowing = (server: TestServer, seen: URL[] = []) =>
  browser(async (url) => {
    seen.push(url);
    await fetch(await answerLoginPage(url, { secret: server.clientSecret }), unpooled);
  });

async function signedIn(options: Parameters<typeof startTestServer>[0] = {}) {
  const server = await startTestServer(options);
  await server.put(patient);
  const tokens = unwrap(await signIn({ baseUrl: server.baseUrl, auth: smart }, { openInBrowser: allowing(server), signal: never, now: options.now ?? Date.now }));
  return { server, tokens };
}

function chartWith(server: TestServer, tokens: SmartTokens, now: () => number = Date.now) {
  const saved: SmartTokens[] = [];
  const keeper = new TokenKeeper(tokens, async (renewed) => {
    saved.push(renewed);
  });
  return { chart: unwrap(openFhirChart({ baseUrl: server.baseUrl, auth: smart }, { tokens: keeper, now })), keeper, saved };
}

describe('signing in on the login page', () => {
  it('asks with a challenge for what Lightbox needs, and gets tokens the chart accepts', async () => {
    const seen: URL[] = [];
    const server = await startTestServer();
    await server.put(patient);
    const tokens = unwrap(await signIn({ baseUrl: `${server.baseUrl}/`, auth: smart }, { openInBrowser: allowing(server, seen), signal: never }));
    const asked = Object.fromEntries(seen[0]?.searchParams ?? []);
    expect(asked).toMatchObject({ response_type: 'code', client_id: 'lightbox-app', aud: server.baseUrl, code_challenge_method: 'S256' });
    expect(asked['redirect_uri']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    expect([asked['state']?.length, asked['code_challenge']?.length]).toStrictEqual([43, 43]);
    expect(asked['scope']).toContain('offline_access');
    expect(asked['scope']).not.toMatch(/system\/|\*/);
    expect(tokens).toMatchObject({ clientId: 'lightbox-app', tokenUrl: server.tokenUrl });
    expect(tokens.refreshToken?.length).toBeGreaterThan(20);
    const { chart } = chartWith(server, tokens);
    expect(await chart.describe(never)).toMatchObject({ ok: true });
    expect(unwrap(await chart.search({ resourceType: 'Patient' }, never)).resources).toHaveLength(1);
    const upload = { contentType: 'image/png', size: 3, bytes: async function* () { yield Uint8Array.of(1, 2, 3); }, securityContext: 'Patient/p1' };
    const { url } = unwrap(await chart.uploadBinary(upload, never));
    const resource: Media = { resourceType: 'Media', status: 'completed', subject: { reference: 'Patient/p1' }, content: { contentType: 'image/png', url } };
    const created = unwrap(await chart.createMedia({ ...resource, identifier: [mediaIdentifier('m1')] }, mediaIdentifier('m1'), never));
    const changed = unwrap(await chart.updateMedia({ ...created.resource, deviceName: 'Camera 2' }, created.versionId, never));
    unwrap(await chart.downloadBinary(url, never));
    expect(await chart.deleteMedia(created.resource.id, changed.versionId, never)).toMatchObject({ ok: true });
  });

  it('asks for what is configured instead', async () => {
    const seen: URL[] = [];
    const server = await startTestServer();
    const auth = { ...smart, scope: 'patient/*.read launch/patient' };
    await server.put(patient);
    const openInBrowser = browser(async (url) => {
      seen.push(url);
      await fetch(await answerLoginPage(url, { secret: server.clientSecret, patient: 'p1' }), unpooled);
    });
    const tokens = unwrap(await signIn({ baseUrl: server.baseUrl, auth }, { openInBrowser, signal: never }));
    expect(seen[0]?.searchParams.get('scope')).toBe(auth.scope);
    expect(tokens).not.toHaveProperty('refreshToken');
  });

  it('ends with "refused" when the person or the page says no', async () => {
    const server = await startTestServer();
    const denying = browser(async (url) => fetch(await answerLoginPage(url, { secret: '', decision: 'deny' }), unpooled));
    expect(await signIn({ baseUrl: server.baseUrl, auth: smart }, { openInBrowser: denying, signal: never })).toStrictEqual(fail('server.login-refused', { detail: 'access_denied' }));
  });

  it('takes the answer of its own request only, once, and listens no more', async () => {
    const server = await startTestServer();
    const statuses: unknown[] = [];
    const openInBrowser = browser(async (url) => {
      const redirectUri = url.searchParams.get('redirect_uri') ?? '';
      const state = url.searchParams.get('state') ?? '';
      for (const wrong of ['?code=stolen', '?code=stolen&state=guessed', '?error=access_denied&state=']) statuses.push((await fetch(`${redirectUri}${wrong}`, unpooled)).status);
      // A path that is no address, too, which any page could ask for.
      for (const path of ['', '/']) statuses.push((await fetch(`${new URL(redirectUri).origin}/${path}?state=${state}&code=x`, unpooled)).status);
      statuses.push((await fetch(`${redirectUri}?state=${state}&code=x`, { ...unpooled, method: 'POST' })).status);
      statuses.push(await statusAs(`${redirectUri}?state=${state}&code=x`, 'rebound.invalid'));
      const answer = await answerLoginPage(url, { secret: server.clientSecret });
      const page = await fetch(answer, unpooled);
      statuses.push(page.status, page.headers.get('referrer-policy'), (await page.text()).includes(answer.searchParams.get('code') ?? 'code'));
      statuses.push(await fetch(answer, unpooled).then(() => 'still there', () => 'gone'));
    });
    expect(await signIn({ baseUrl: server.baseUrl, auth: smart }, { openInBrowser, signal: never })).toMatchObject({ ok: true });
    await expect.poll(() => statuses).toStrictEqual([404, 404, 404, 404, 404, 404, 404, 200, 'no-referrer', false, 'gone']);
  });

  it('is given up by the person, by the clock, and when there is no browser; then nothing listens', async () => {
    const server = await startTestServer();
    const connection = { baseUrl: server.baseUrl, auth: smart };
    const seen: URL[] = [];
    const idle = browser(async (url) => seen.push(url));
    const person = new AbortController();
    const waiting = signIn(connection, { openInBrowser: idle, signal: person.signal });
    await expect.poll(() => seen.length).toBe(1);
    person.abort();
    expect(await waiting).toStrictEqual(fail('local.cancelled'));
    expect(await signIn(connection, { openInBrowser: idle, signal: never, milliseconds: 30 })).toStrictEqual(fail('local.login-timeout'));
    const noBrowser = async (url: URL) => {
      seen.push(url);
      return fail('local.no-browser');
    };
    expect(await signIn(connection, { openInBrowser: noBrowser, signal: never })).toStrictEqual(fail('local.no-browser'));
    for (const url of seen) await expect(fetch(url.searchParams.get('redirect_uri') ?? '', unpooled)).rejects.toThrow();
  });

  it('refuses an answer that another server signed as its own', async () => {
    const server = await startTestServer();
    const { origin } = await rawServer((_request, response) => {
      const endpoints = { issuer: 'https://right.example', authorization_endpoint: server.tokenUrl.replace(/token$/, 'authorize'), token_endpoint: server.tokenUrl };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(endpoints));
    });
    const openInBrowser = browser(async (url) => fetch(`${url.searchParams.get('redirect_uri') ?? ''}?code=x&iss=https%3A%2F%2Fwrong.example&state=${url.searchParams.get('state') ?? ''}`, unpooled));
    expect(await signIn({ baseUrl: origin, auth: smart }, { openInBrowser, signal: never })).toMatchObject({ ok: false, error: { code: 'server.login-refused' } });
  });
});

describe('where the login page is', () => {
  const pages = { authorize: 'https://login.example/authorize', token: 'https://login.example/token' };
  const found = async (wellKnown: object | undefined, metadata: object | undefined) => {
    const { origin } = await rawServer((request, response) => {
      const body = request.url === '/.well-known/smart-configuration' ? wellKnown : request.url === '/metadata' ? metadata : undefined;
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
    });
    const seen: URL[] = [];
    const openInBrowser = async (url: URL) => {
      seen.push(url);
      return fail('local.cancelled');
    };
    const answer = await signIn({ baseUrl: origin, auth: smart }, { openInBrowser, signal: never });
    return seen[0] === undefined ? answer : seen[0].origin + seen[0].pathname + (seen[0].searchParams.get('scope')?.includes('Media.cruds') === true ? ' v2' : '');
  };
  const statement = (authorize: string) => ({
    resourceType: 'CapabilityStatement',
    rest: [{ security: { extension: [{ url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris', extension: [{ url: 'token', valueUri: pages.token }, { url: 'authorize', valueUri: authorize }] }] } }],
  });

  it.each([
    ['its configuration says', { authorization_endpoint: pages.authorize, token_endpoint: pages.token }, undefined, pages.authorize],
    ['its configuration says, with the new scopes', { authorization_endpoint: pages.authorize, token_endpoint: pages.token, capabilities: ['permission-v2'] }, undefined, `${pages.authorize} v2`],
    ['its CapabilityStatement says', undefined, statement(pages.authorize), pages.authorize],
    ['nobody says', undefined, { resourceType: 'CapabilityStatement' }, fail('server.no-login-page')],
    ['in clear on the network', { authorization_endpoint: 'http://login.example/authorize', token_endpoint: pages.token }, undefined, fail('server.no-login-page', { detail: 'https only' })],
    ['its tokens in clear', { authorization_endpoint: pages.authorize, token_endpoint: 'http://login.example/token' }, undefined, fail('server.no-login-page', { detail: 'https only' })],
    ['a program of this computer', undefined, statement('file:///etc/passwd'), fail('server.no-login-page', { detail: 'https only' })],
  ])('%s', async (_case, wellKnown, metadata, expected) => {
    expect(await found(wellKnown, metadata)).toStrictEqual(expected);
  });
});

describe('tokens of a login page', () => {
  const hour = 3_600_000;

  it('are renewed when they end, once for all who ask, and kept before they are used', async () => {
    let now = Date.now();
    const { server, tokens } = await signedIn({ now: () => now });
    const { chart, keeper, saved } = chartWith(server, tokens, () => now);
    now += hour;
    const answers = await Promise.all(Array.from({ length: 8 }, () => chart.search({ resourceType: 'Patient' }, never)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    // The server takes each refresh token once; a second renewal with the old one would have ended the grant.
    expect(saved).toHaveLength(1);
    expect(keeper.tokens).toStrictEqual(saved[0]);
    expect(keeper.tokens.refreshToken).not.toBe(tokens.refreshToken);
    now += hour;
    expect(await chart.describe(never)).toMatchObject({ ok: true });
    expect(saved).toHaveLength(2);
  });

  it('are renewed once after a 401 before their time', async () => {
    const { server, tokens } = await signedIn();
    const { chart, saved } = chartWith(server, { ...tokens, accessToken: 'revoked' });
    expect(await chart.describe(never)).toMatchObject({ ok: true });
    expect(saved).toHaveLength(1);
  });

  it('that are refused mean "sign in again", without asking over and over', async () => {
    const { server, tokens } = await signedIn();
    const revoke = new URLSearchParams({ client_id: 'lightbox-app', token: tokens.refreshToken ?? '' });
    await fetch(server.tokenUrl.replace(/token$/, 'revoke'), { method: 'POST', body: revoke, ...unpooled });
    const { chart, saved } = chartWith(server, tokens);
    expect(await chart.describe(never)).toStrictEqual(fail('server.unauthorized', { detail: 'token endpoint' }));
    expect(await chart.describe(never)).toStrictEqual(fail('server.unauthorized', { detail: 'sign in again' }));
    expect(saved).toStrictEqual([]);
  });

  it('without a refresh token end with their time', async () => {
    const { server, tokens } = await signedIn();
    const { refreshToken: _none, ...short } = tokens;
    expect(await chartWith(server, { ...short, until: 0 }).chart.describe(never)).toStrictEqual(fail('server.unauthorized', { detail: 'sign in again' }));
  });

  it('survive who gives up in the middle of a renewal: it goes on for the others', async () => {
    const { server, tokens } = await signedIn();
    const { chart, keeper, saved } = chartWith(server, { ...tokens, until: 0 });
    const impatient = new AbortController();
    const first = chart.describe(impatient.signal);
    const second = chart.describe(never);
    impatient.abort();
    expect(await first).toStrictEqual(fail('local.cancelled'));
    expect(await second).toMatchObject({ ok: true });
    expect(saved).toHaveLength(1);
    await keeper.close();
    expect(await chart.describe(never)).toMatchObject({ ok: true });
  });

  it('wait for a server that is away or busy: nobody has to sign in for that', async () => {
    for (const [status, code] of [[503, 'server.failed'], [429, 'server.throttled'], [400, 'server.unauthorized'], [401, 'server.unauthorized'], [200, 'server.not-fhir']] as const) {
      const { origin } = await rawServer((_request, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":"x"}'));
      const tokens = { clientId: 'a', tokenUrl: `${origin}/token`, accessToken: randomUUID(), until: 0, refreshToken: 'r' };
      const chart = unwrap(openFhirChart({ baseUrl: origin, auth: smart }, { tokens: new TokenKeeper(tokens, async () => undefined) }));
      expect(await chart.describe(never)).toMatchObject({ ok: false, error: { code } });
    }
  });

  it('keep the refresh token a server does not replace, and follow no redirect', async () => {
    const away = await rawServer((_request, response) => response.end());
    let redirect = false;
    const { origin, seen } = await rawServer((request, response) => {
      if (request.url !== '/token') response.writeHead(404).end();
      else if (redirect) response.writeHead(307, { location: `${away.origin}/token` }).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ access_token: 'new', token_type: 'bearer', expires_in: 0.001 }));
    });
    const keeper = new TokenKeeper({ clientId: 'a', tokenUrl: `${origin}/token`, accessToken: 'old', until: 0, refreshToken: 'r' }, async () => undefined);
    const chart = unwrap(openFhirChart({ baseUrl: origin, auth: smart }, { tokens: keeper, now: () => 1000 }));
    await chart.readMedia('m', never);
    expect(keeper.tokens).toMatchObject({ accessToken: 'new', refreshToken: 'r' });
    expect(seen.at(-1)?.headers.authorization).toBe('Bearer new');
    redirect = true;
    const other = new TokenKeeper({ ...keeper.tokens, until: 0 }, async () => undefined);
    const again = unwrap(openFhirChart({ baseUrl: origin, auth: smart }, { tokens: other, now: () => 1000 }));
    expect(await again.readMedia('m', never)).toMatchObject({ ok: false, error: { code: 'server.not-fhir' } });
    expect(away.seen).toStrictEqual([]);
  });
});

/** As a page elsewhere asks that made its name point to this computer. */
function statusAs(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { host, connection: 'close' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once('error', reject);
  });
}

it('tokens that cannot be written down are good until the end all the same: the ones before are used up', async () => {
  const full = new FailureError({ code: 'local.disk-full' });
  const keeper = new TokenKeeper({ clientId: 'a', tokenUrl: 'https://chart.example.org/token', accessToken: 'one', until: 0, refreshToken: 'first' }, async () => {
    throw full;
  });
  const asked: string[] = [];
  for (const next of ['second', 'third']) {
    await expect(keeper.renew(async (tokens) => {
      asked.push(tokens.refreshToken);
      return succeed({ ...tokens, refreshToken: next });
    })).rejects.toBe(full);
  }
  expect(asked).toStrictEqual(['first', 'second']);
});
