import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import type { HttpLimits } from '../../../electron/ehr/openHttp.ts';
import { collectBytes } from '../../../electron/workspace/collectBytes.ts';
import { attempt, unwrap } from '../../../shared/errors/result.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import type { ConnectionAuth } from '../../../shared/ipc/views.ts';
import { rawServer, socketServer, untrustedServer } from '../../support/rawServer.ts';

const { signal } = new AbortController();
const token: ConnectionAuth = { kind: 'token', token: 'secret-token' };
const openChart = (baseUrl: string, limits: HttpLimits = {}, auth: ConnectionAuth = token) => unwrap(openFhirChart({ baseUrl, auth }, limits));
const media: Media & { readonly id: string } = { resourceType: 'Media', id: 'm1', status: 'completed', content: { contentType: 'image/png', url: 'Binary/1' } };

const answerJson = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) => {
  response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers }).end(JSON.stringify(body));
};
const bundle = (link: readonly { relation: string; url: string }[] = []) => ({ resourceType: 'Bundle', type: 'searchset', link });
const failure = async (answer: Promise<{ readonly ok: boolean }>) => {
  const result = (await answer) as { readonly ok: boolean; readonly error?: unknown };
  return result.ok ? 'ok' : result.error;
};

describe('an answer that is none', () => {
  it('cut short is "unreachable"', async () => {
    const { origin } = await rawServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/fhir+json', 'content-length': '1000' });
      response.write('{"resourceType":', () => response.destroy());
    });
    expect(await failure(openChart(origin).readMedia('m1', signal))).toMatchObject({ code: 'server.unreachable' });
  });

  it('cut short in the middle of bytes breaks the stream, not silently', async () => {
    const { origin } = await rawServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png' });
      response.write('some bytes', () => response.destroy());
    });
    const download = unwrap(await openChart(origin).downloadBinary('Binary/1', signal));
    expect(await attempt(() => collectBytes(download.bytes))).toMatchObject({ ok: false, error: { code: 'server.unreachable' } });
  });

  it.each([
    ['a page of HTML', 'text/html', '<html>Sign in to the guest network</html>'],
    ['JSON under another name', 'text/plain', '{"resourceType":"Media"}'],
    ['JSON that is none', 'application/fhir+json', '{"resourceType":'],
  ])('%s with 200 is "not FHIR"', async (_case, type, body) => {
    const { origin } = await rawServer((_request, response) => void response.writeHead(200, { 'content-type': type }).end(body));
    expect(await failure(openChart(origin).readMedia('m1', signal))).toMatchObject({ code: 'server.not-fhir' });
    expect(await failure(openChart(origin).describe(signal))).toMatchObject({ code: 'server.not-fhir' });
  });

  it('that is another resource is "invalid", and no id is taken from it', async () => {
    const { origin } = await rawServer((_request, response) => answerJson(response, 200, { resourceType: 'Patient', id: 'p1' }));
    expect(await failure(openChart(origin).readMedia('m1', signal))).toMatchObject({ code: 'data.invalid-resource' });
  });

  it('does not come at all: "timeout"', async () => {
    const { origin } = await rawServer(() => undefined);
    expect(await failure(openChart(origin, { idleMilliseconds: 50 }).readMedia('m1', signal))).toStrictEqual({ code: 'server.timeout' });
  });

  it('stops in the middle: "timeout"', async () => {
    const { origin } = await rawServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/fhir+json' });
      response.write('{');
    });
    expect(await failure(openChart(origin, { idleMilliseconds: 50 }).readMedia('m1', signal))).toStrictEqual({ code: 'server.timeout' });
  });

  it('is no HTTP: "not FHIR"', async () => {
    const origin = await socketServer((socket) => socket.once('data', () => socket.write('SSH-2.0-OpenSSH_9.2\r\n')));
    expect(await failure(openChart(origin).readMedia('m1', signal))).toMatchObject({ code: 'server.not-fhir' });
  });

  it('from a port where nobody listens: "unreachable"', async () => {
    const { origin } = await rawServer(() => undefined);
    const port = Number(new URL(origin).port);
    const free = port === 65_535 ? port - 1 : port + 1;
    expect(await failure(openChart(`http://127.0.0.1:${String(free)}`).readMedia('m1', signal))).toStrictEqual({ code: 'server.unreachable', detail: 'ECONNREFUSED' });
  });

  it('from a server whose certificate nobody signed: "unknown authority"', async () => {
    const origin = await untrustedServer((_request, response) => answerJson(response, 200, media));
    expect(await failure(openChart(origin).readMedia('m1', signal))).toMatchObject({ code: 'server.certificate-unknown' });
  });

  it('from a server that speaks no TLS: "tls"', async () => {
    const { origin } = await rawServer(() => undefined);
    expect(await failure(openChart(origin.replace('http:', 'https:')).readMedia('m1', signal))).toMatchObject({ code: 'server.tls' });
  });
});

describe('an answer that is too much', () => {
  const limits = { largestJsonBytes: 100_000 };
  const huge = JSON.stringify({ ...media, padding: 'x'.repeat(5_000_000) });

  it('is refused', async () => {
    const { origin } = await rawServer((_request, response) => void response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(huge));
    expect(await failure(openChart(origin, limits).readMedia('m1', signal))).toMatchObject({ code: 'data.too-large' });
  });

  it('is refused by its size after decompression', async () => {
    const { origin } = await rawServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/fhir+json', 'content-encoding': 'gzip' }).end(gzipSync(huge));
    });
    expect(gzipSync(huge).byteLength).toBeLessThan(limits.largestJsonBytes);
    expect(await failure(openChart(origin, limits).readMedia('m1', signal))).toMatchObject({ code: 'data.too-large' });
  });
});

describe('a way out of the chart', () => {
  it('is not followed: a redirect to another origin gets neither request nor credentials', async () => {
    const thief = await rawServer((_request, response) => answerJson(response, 200, media));
    const { origin } = await rawServer((_request, response) => void response.writeHead(302, { location: `${thief.origin}/Media/m1` }).end());
    const chart = openChart(origin);
    expect(await failure(chart.readMedia('m1', signal))).toMatchObject({ code: 'server.not-fhir' });
    expect(await failure(chart.downloadBinary('Binary/1', signal))).toMatchObject({ code: 'server.not-fhir' });
    expect(thief.seen).toStrictEqual([]);
  });

  it('is not followed: neither next links nor content urls', async () => {
    const thief = await rawServer((_request, response) => answerJson(response, 200, bundle()));
    const { origin } = await rawServer((_request, response) => answerJson(response, 200, bundle([{ relation: 'next', url: `${thief.origin}/Media?page=2` }])));
    const chart = openChart(origin);
    const first = unwrap(await chart.search({ resourceType: 'Media' }, signal));
    expect(await failure(chart.followPage(first.nextPage ?? '', signal))).toMatchObject({ code: 'data.invalid-resource' });
    expect(await failure(chart.downloadBinary(`${thief.origin}/Binary/1`, signal))).toMatchObject({ code: 'data.invalid-resource' });
    expect(thief.seen).toStrictEqual([]);
  });

  it('within the chart is followed by reads, not by writes, and not for ever', async () => {
    const { origin, seen } = await rawServer((request, response) => {
      if (request.url === '/moved/Media/m1') answerJson(response, 200, media, { etag: 'W/"4"' });
      else if (request.url === '/Media/round') response.writeHead(302, { location: '/Media/round' }).end();
      else response.writeHead(307, { location: '/moved/Media/m1' }).end();
    });
    const chart = openChart(origin);
    expect(unwrap(await chart.readMedia('m1', signal))).toStrictEqual({ resource: media, versionId: '4' });
    expect(seen.at(-1)?.headers['authorization']).toBe('Bearer secret-token');
    expect(await failure(chart.updateMedia(media, '4', signal))).toMatchObject({ code: 'server.not-fhir' });
    expect(await failure(chart.readMedia('round', signal))).toMatchObject({ code: 'server.not-fhir' });
    expect(seen.length).toBe(2 + 2 + 1 + 4);
  });

  it.each(['http://[', '//', 'http://:0'])('that leads nowhere is an answer like any other: %s', async (location) => {
    const { origin } = await rawServer((_request, response) => void response.writeHead(302, { location }).end());
    expect(await failure(openChart(origin).readMedia('m1', signal))).toMatchObject({ code: 'server.not-fhir' });
  });

  it('to an origin that was named is followed for bytes alone, and without the token', async () => {
    const storage = await rawServer((request, response) => void response.writeHead(request.url === '/signed' ? 200 : 401, { 'content-type': 'image/png' }).end('abc'));
    const { origin } = await rawServer((_request, response) => void response.writeHead(302, { location: `${storage.origin}/signed` }).end());
    const chart = unwrap(openFhirChart({ baseUrl: origin, auth: token, network: { contentOrigins: [storage.origin] } }));
    expect(String(await collectBytes(unwrap(await chart.downloadBinary('Binary/1', signal)).bytes))).toBe('abc');
    expect(await failure(chart.readMedia('m1', signal))).toMatchObject({ code: 'server.not-fhir' });
    // Whoever is refused there is not signed out of the chart.
    expect(await failure(chart.downloadBinary(`${storage.origin}/ended`, signal))).toMatchObject({ code: 'server.forbidden' });
    expect(storage.seen.map(({ url, headers }) => [url, headers.authorization])).toStrictEqual([['/signed', undefined], ['/ended', undefined]]);
  });

  it.each(['http://chart.example.org/fhir', 'ftp://127.0.0.1/', 'https://user:secret@chart.example.org/', 'nonsense'])('is not opened at all: %s', (baseUrl) => {
    expect(openFhirChart({ baseUrl, auth: { kind: 'none' } })).toMatchObject({ ok: false, error: { code: 'data.invalid-input', fields: [{ path: 'baseUrl' }] } });
  });

  it('is no place for the bytes of a Media either', () => {
    const network = { contentOrigins: ['https://storage.example.org', 'http://storage.example.org'] };
    expect(openFhirChart({ baseUrl: 'https://chart.example.org', auth: { kind: 'none' }, network })).toStrictEqual({
      ok: false, error: { code: 'data.invalid-input', fields: [{ path: 'contentOrigins', message: 'https only, except on this computer' }] },
    });
  });

  it('does not get the client secret in clear either', () => {
    const auth: ConnectionAuth = { kind: 'client-credentials', clientId: 'a', clientSecret: 'b', tokenUrl: 'http://login.example.org/token' };
    expect(openFhirChart({ baseUrl: 'https://chart.example.org', auth })).toMatchObject({ ok: false, error: { code: 'data.invalid-input' } });
  });
});

describe('a refusal', () => {
  it.each<[string, Record<string, string>, unknown, number]>([
    ['seconds', { 'retry-after': '7' }, {}, 7_000],
    ['a date, by the server\'s clock', { 'retry-after': 'Mon, 23 Nov 2026 09:00:30 GMT', date: 'Mon, 23 Nov 2026 09:00:00 GMT' }, {}, 30_000],
    ['a rate limit', { ratelimit: '"fhirInteractions";r=0;t=23' }, {}, 23_000],
    ['a rate limit as the draft had it before', { ratelimit: 'limit=100, remaining=0, reset=24' }, {}, 24_000],
    ['a rate limit in headers of their own', { 'ratelimit-limit': '100', 'ratelimit-remaining': '0', 'ratelimit-reset': '25' }, {}, 25_000],
    ['a rate limit in headers of their own, older', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '26' }, {}, 26_000],
    ['a rate limit that ends at an instant, by the server\'s clock', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795770030', date: 'Fri, 27 Nov 2026 09:00:00 GMT' }, {}, 30_000],
    ['of two, what it says of the refusal itself', { 'retry-after': '7', ratelimit: '"fhirInteractions";r=0;t=23' }, {}, 7_000],
  ])('says when to come back: %s', async (_case, headers, body, retryAfterMilliseconds) => {
    const { origin } = await rawServer((_request, response) => answerJson(response, 429, body, headers));
    expect(await failure(openChart(origin).readMedia('m1', signal))).toStrictEqual({ code: 'server.throttled', detail: 'HTTP 429', retryAfterMilliseconds });
  });

  it.each<[string, Record<string, string>]>([
    ['there is something left', { ratelimit: '"fhirInteractions";r=5;t=23' }],
    ['there is something left, in the older forms', { ratelimit: 'limit=100, remaining=7, reset=24', 'ratelimit-remaining': '7', 'ratelimit-reset': '25' }],
    ['it makes no sense', { 'ratelimit-remaining': '0', 'ratelimit-reset': 'soon', ratelimit: 'remaining=0' }],
  ])('says nothing of when to come back where %s', async (_case, headers) => {
    const { origin } = await rawServer((_request, response) => answerJson(response, 429, {}, headers));
    expect(await failure(openChart(origin).readMedia('m1', signal))).toStrictEqual({ code: 'server.throttled', detail: 'HTTP 429' });
  });

  it('of an HTML page in between keeps its status', async () => {
    const { origin } = await rawServer((_request, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>'));
    expect(await failure(openChart(origin).readMedia('m1', signal))).toStrictEqual({ code: 'server.failed', detail: 'HTTP 502' });
  });
});

describe('a server with habits of its own', () => {
  it('answers a create with an OperationOutcome that carries an id: the Media is read from its Location', async () => {
    const { origin, seen } = await rawServer((request, response) => {
      if (request.method === 'POST') {
        const outcome = { resourceType: 'OperationOutcome', id: 'created', issue: [{ severity: 'information', code: 'informational' }] };
        answerJson(response, 201, outcome, { location: `${origin}/Media/m1/_history/1` });
      } else answerJson(response, 200, media, { etag: 'W/"1"' });
    });
    const created = unwrap(await openChart(origin).createMedia(media, mediaIdentifier('a|b'), signal));
    expect(created).toStrictEqual({ resource: media, versionId: '1', created: true });
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toStrictEqual(['POST /Media', 'GET /Media/m1']);
    expect(seen[0]?.headers['if-none-exist']).toBe('identifier=urn%3Aietf%3Arfc%3A3986%7Curn%3Auuid%3Aa%5C%7Cb');
  });

  it('answers an update with nothing: the Media is read', async () => {
    const { origin, seen } = await rawServer((request, response) => {
      if (request.method === 'PUT') response.writeHead(200).end();
      else answerJson(response, 200, { ...media, meta: { versionId: seen.some(({ method }) => method === 'PUT') ? '2' : '1' } });
    });
    expect(unwrap(await openChart(origin).updateMedia(media, '1', signal)).versionId).toBe('2');
    expect(seen.find(({ method }) => method === 'PUT')?.headers['if-match']).toBe('W/"1"');
  });

  it('answers a Binary with an OperationOutcome that carries an id: not taken for the Binary\'s', async () => {
    const { origin, seen } = await rawServer((request, response) => {
      request.resume().on('end', () => answerJson(response, 201, { resourceType: 'OperationOutcome', id: 'ok', issue: [] }, { location: 'Binary/b7' }));
    });
    const upload = { contentType: 'image/png', size: 3, bytes: () => once(Buffer.from('abc')), securityContext: undefined };
    expect(await openChart(origin).uploadBinary(upload, signal)).toStrictEqual({ ok: true, value: { url: 'Binary/b7' } });
    expect(seen[0]?.headers).toMatchObject({ 'content-type': 'image/png', 'content-length': '3', authorization: 'Bearer secret-token' });
    expect(seen[0]?.headers['transfer-encoding']).toBeUndefined();
  });

  it('has forgotten its tokens: one is fetched anew, once, and the upload begins again', async () => {
    let issued = 0;
    const received: string[] = [];
    const { origin, seen } = await rawServer((request, response) => {
      if (request.url === '/token') {
        issued += 1;
        answerJson(response, 200, { access_token: `token-${String(issued)}`, expires_in: 3600 }, { 'content-type': 'application/json' });
        return;
      }
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        if (request.headers.authorization === 'Bearer token-1') return void response.writeHead(401).end();
        received.push(Buffer.concat(parts).toString());
        response.writeHead(201, { location: 'Binary/b1' }).end();
      });
    });
    const auth: ConnectionAuth = { kind: 'client-credentials', clientId: 'client:1', clientSecret: 'sécret +&', tokenUrl: `${origin}/token` };
    const chart = openChart(origin, {}, auth);
    const upload = { contentType: 'image/png', size: 3, bytes: () => once(Buffer.from('abc')), securityContext: undefined };
    const both = await Promise.all([chart.uploadBinary(upload, signal), chart.uploadBinary(upload, signal)]);
    expect(both.map(({ ok }) => ok)).toStrictEqual([true, true]);
    expect(received).toStrictEqual(['abc', 'abc']);
    expect(issued).toBe(2);
    const basic = Buffer.from(seen[0]?.headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString();
    expect(basic).toBe('client%3A1:s%C3%A9cret+%2B%26');
  });

  it('is asked for a token by several at once: who gives up does not give up for the others', async () => {
    const { promise: late, resolve: answerNow } = Promise.withResolvers<void>();
    const { origin, seen } = await rawServer((request, response) => {
      if (request.url === '/token') void late.then(() => answerJson(response, 200, { access_token: 'good' }));
      else answerJson(response, 200, media);
    });
    const chart = openChart(origin, {}, { kind: 'client-credentials', clientId: 'a', clientSecret: 'b', tokenUrl: `${origin}/token` });
    const impatient = new AbortController();
    const [first, second] = [chart.readMedia('m1', impatient.signal), chart.readMedia('m1', signal)];
    await expect.poll(() => seen.length).toBe(1);
    impatient.abort();
    expect(await failure(first)).toStrictEqual({ code: 'local.cancelled' });
    answerNow();
    expect(await failure(second)).toBe('ok');
    expect(seen.map(({ url }) => url)).toStrictEqual(['/token', '/Media/m1']);
  });

  it('refuses our credentials: signed out, after one more try', async () => {
    const { origin, seen } = await rawServer((request, response) => {
      if (request.url === '/token') answerJson(response, 200, { access_token: 'never good enough' });
      else response.writeHead(401).end();
    });
    const auth: ConnectionAuth = { kind: 'client-credentials', clientId: 'a', clientSecret: 'b', tokenUrl: `${origin}/token` };
    expect(await failure(openChart(origin, {}, auth).readMedia('m1', signal))).toMatchObject({ code: 'server.unauthorized' });
    expect(seen.length).toBe(4);
  });

  it('does not know the client: signed out', async () => {
    const { origin } = await rawServer((_request, response) => answerJson(response, 400, { error: 'invalid_client' }));
    const auth: ConnectionAuth = { kind: 'client-credentials', clientId: 'a', clientSecret: 'b', tokenUrl: `${origin}/token` };
    expect(await failure(openChart(origin, {}, auth).readMedia('m1', signal))).toMatchObject({ code: 'server.unauthorized' });
  });

  it('has its sign-in on another origin, which does not know us: signed out all the same', async () => {
    const login = await rawServer((_request, response) => answerJson(response, 401, { error: 'invalid_client' }));
    const { origin, seen } = await rawServer((_request, response) => answerJson(response, 200, media));
    const auth: ConnectionAuth = { kind: 'client-credentials', clientId: 'a', clientSecret: 'b', tokenUrl: `${login.origin}/token` };
    expect(await failure(openChart(origin, {}, auth).readMedia('m1', signal))).toMatchObject({ code: 'server.unauthorized' });
    expect(seen).toStrictEqual([]);
  });

  it('renews a token before it ends', async () => {
    let now = 0;
    let issued = 0;
    const { origin, seen } = await rawServer((request, response) => {
      if (request.url !== '/token') return answerJson(response, 200, media);
      issued += 1;
      answerJson(response, 200, { access_token: `token-${String(issued)}`, expires_in: 3600 });
    });
    const chart = openChart(origin, { now: () => now }, { kind: 'client-credentials', clientId: 'a', clientSecret: 'b', tokenUrl: `${origin}/token` });
    for (now of [0, 3_500_000, 3_545_000]) await chart.readMedia('m1', signal);
    expect(seen.filter(({ url }) => url === '/Media/m1').map(({ headers }) => headers.authorization)).toStrictEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });

  it('puts outcomes and odd entries among the matches: they are left out', async () => {
    const { origin } = await rawServer((_request, response) =>
      answerJson(response, 200, {
        ...bundle(),
        entry: [
          { resource: media, search: { mode: 'match' } },
          { resource: { resourceType: 'OperationOutcome', id: 'x', issue: [] }, search: { mode: 'outcome' } },
          { resource: 'nonsense' },
          { fullUrl: 'urn:uuid:1' },
        ],
      }),
    );
    expect(unwrap(await openChart(origin).search({ resourceType: 'Media' }, signal)).resources).toStrictEqual([media]);
  });

  it('is not R4, or has no Media: "not FHIR"', async () => {
    const statements = [{ resourceType: 'CapabilityStatement', fhirVersion: '5.0.0' }, { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', rest: [] }];
    const { origin } = await rawServer((_request, response) => answerJson(response, 200, statements.shift()));
    expect(await failure(openChart(origin).describe(signal))).toStrictEqual({ code: 'server.not-fhir', detail: 'FHIR 5.0.0, not R4' });
    expect(await failure(openChart(origin).describe(signal))).toStrictEqual({ code: 'server.not-fhir', detail: 'no Media' });
  });
});

describe('an upload', () => {
  it('whose bytes cannot be read any more fails with what is wrong with them', async () => {
    const { origin } = await rawServer((request, response) => void request.resume().on('end', () => response.writeHead(201, { location: 'Binary/1' }).end()));
    const upload = { contentType: 'image/png', size: 6, bytes: broken, securityContext: undefined };
    expect(await failure(openChart(origin).uploadBinary(upload, signal))).toStrictEqual({ code: 'local.blob-corrupt' });
  });

  it('that is refused before it was read lets go of what it was reading', async () => {
    const { origin } = await rawServer((_request, response) => answerJson(response, 404, {}, { connection: 'close' }));
    let open = true;
    const bytes = async function* () {
      try {
        yield* endless();
      } finally {
        open = false;
      }
    };
    const upload = { contentType: 'image/png', size: 1_000_000_000, bytes, securityContext: undefined };
    expect(await failure(openChart(origin).uploadBinary(upload, signal))).toMatchObject({ code: 'server.not-found' });
    await expect.poll(() => open).toBe(false);
  });

  it('is cancelled in the middle', async () => {
    const controller = new AbortController();
    const { origin } = await rawServer((request) => void request.resume());
    const upload = {
      contentType: 'image/png', size: 1_000_000_000, securityContext: undefined, bytes: endless,
      onProgress: (sent: number) => {
        if (sent > 5_000_000) controller.abort();
      },
    };
    expect(await failure(openChart(origin).uploadBinary(upload, controller.signal))).toStrictEqual({ code: 'local.cancelled' });
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('abc');
  unwrap({ ok: false, error: { code: 'local.blob-corrupt' } });
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield Buffer.alloc(1_000_000);
}
