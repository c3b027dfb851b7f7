import fc from 'fast-check';
import { expect, it } from 'vitest';
import { media, patient, startTestServer, type TestServer } from './startTestServer.ts';

const types = fc.constantFrom('Patient', 'Media', 'Binary', 'Observation', 'Appointment', '__proto__', 'metadata', '..', '', '_history', 'Media/_search');
const words = fc.oneof(
  fc.constantFrom('ap2026', 'ne2026-02-30', 'urn:a%7C', '%7C', 'Media:subject:Patient', '-created,_id', 'true', 'bnVsbA', 'WzEsIiJd', 'p1%00', 'return=minimal', 'gzip'),
  fc.constantFrom('p1', '../../etc/passwd', '%zz', '%00', 'a'.repeat(300), "';DROP TABLE resource;--", '$everything', '_history', '_history/1', 'W/"1"', '*', '', ','),
  fc.string({ unit: 'grapheme', maxLength: 30 }).map(encodeURIComponent),
);
const names = fc.constantFrom(
  'patient.identifier', 'subject:Patient.name:exact', 'type:not', 'created', 'based-on:missing', '_include', '_elements', '_summary', '_total', '_since', '_profile', 'site:text', 'patient:identifier',
  '_id', '_lastUpdated', '_count', '_sort', '_cursor', 'patient', 'subject', 'identifier', 'name', 'birthdate', '_format', 'constructor', '');
const contentTypes = fc.constantFrom('application/fhir+json', 'application/json', 'application/json-patch+json', 'application/x-www-form-urlencoded', 'image/png', 'text/html; charset=x', '/', '');
const bodies = fc.oneof(
  fc.json(),
  fc.constantFrom('', '{', 'null', '{"__proto__":{"polluted":1},"resourceType":"Patient"}', '{"resourceType":"Patient","name":1e999}', '\u0000', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, '['.repeat(50_000)),
  fc.dictionary(fc.constantFrom('status', 'content', 'subject', 'note', 'id', 'meta', 'name', 'identifier', 'extension'), fc.jsonValue()).map((elements) => JSON.stringify({ ...patient, ...elements })),
  fc.array(fc.record({ op: fc.constantFrom('add', 'remove', 'copy', 'move', 'test', 'replace'), path: fc.constantFrom('', '/', '/status', '/note/-', '/__proto__/x', '/id', '/subject'), from: fc.constantFrom('/content', '', '/x'), value: fc.jsonValue() })).map((patch) => JSON.stringify(patch)),
  fc.array(fc.record({ fullUrl: fc.constantFrom('urn:uuid:1', ''), request: fc.record({ method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'), url: fc.constantFrom('Patient', 'Media/m1', 'Media?status=x', 'Binary', '..', 'Patient/p1/_history/1') }), resource: fc.oneof(fc.constantFrom(patient, media), fc.jsonValue()) })).map((entry) =>
    JSON.stringify({ resourceType: 'Bundle', type: entry.length % 2 === 0 ? 'batch' : 'transaction', entry }),
  ),
  fc.dictionary(fc.constantFrom(...Object.keys(media)), fc.jsonValue()).map((elements) => JSON.stringify({ ...media, ...elements })),
);
const requests = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'),
  path: fc.tuple(types, fc.option(words, { nil: undefined })).map(([type, rest]) => (rest === undefined ? type : `${type}/${rest}`)),
  query: fc.array(fc.tuple(names, words), { maxLength: 3 }).map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&')),
  header: fc.constantFrom('prefer', 'if-none-match', 'if-modified-since', 'content-encoding', 'accept-encoding', 'if-match', 'if-none-exist', 'range', 'x-security-context', 'accept', 'if-range'),
  value: words.map((word) => word.slice(0, 200)),
  contentType: contentTypes,
  body: bodies,
});

async function send(server: TestServer, sent: typeof requests extends fc.Arbitrary<infer Request> ? Request : never): Promise<number> {
  const { method, path, query, header, value, contentType, body } = sent;
  const response = await server.request(`${path}?${query}`, {
    method, headers: { [header]: value, 'content-type': contentType }, ...(method === 'GET' ? {} : { body }),
  });
  await response.arrayBuffer();
  return response.status;
}

it('answers whatever it is sent without failing, and goes on serving', async () => {
  const server = await startTestServer();
  await server.put(patient);
  await fc.assert(
    fc.asyncProperty(requests, async (sent) => {
      expect(await send(server, sent)).toBeLessThan(500);
    }),
    // All 5,000: LIGHTBOX_FUZZ=5000.
    { numRuns: Number(process.env['LIGHTBOX_FUZZ'] ?? 600), seed: 20261123 },
  );
  expect((await server.put({ ...patient, id: 'after' })).status).toBe(201);
  expect(await server.read('Patient/after')).toMatchObject({ name: [{ family: 'Fernsby' }] });
});

it('refuses an element called __proto__ and is not changed by it', async () => {
  const server = await startTestServer();
  const body = '{"resourceType":"Patient","id":"proto","__proto__":{"polluted":true}}';
  expect((await server.request('Patient/proto', { method: 'PUT', body, headers: { 'content-type': 'application/fhir+json' } })).status).toBe(422);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

it('refuses what is nested too deeply', async () => {
  const server = await startTestServer();
  const nested = (depth: number) => `{"resourceType":"Patient"${',"extension":[{"url":"urn:a"'.repeat(depth)}${'}]'.repeat(depth)}}`;
  const post = async (body: string) => (await server.request('Patient', { method: 'POST', body, headers: { 'content-type': 'application/fhir+json' } })).status;
  expect(await post(nested(90))).toBe(201);
  expect(await post(nested(300))).toBe(400);
  expect(await post(nested(200_000))).toBe(400);
  expect(await post(`{"resourceType":"Patient","name":${'['.repeat(300)}1${']'.repeat(300)}}`)).toBe(400);
});

it('takes paths in ids and titles for what they are: refused, or text', async () => {
  const server = await startTestServer();
  await server.put(patient);
  for (const id of ['..%2F..%2Fmedia-server.sqlite', '%2e%2e', '..\\x', 'a%00b', 'a'.repeat(65), 'con:']) {
    const body = JSON.stringify({ ...patient, id: decodeURIComponent(id) });
    const put = await server.request(`Patient/${id}`, { method: 'PUT', body, headers: { 'content-type': 'application/fhir+json' } });
    expect([400, 404, 405, 422]).toContain(put.status);
    expect((await server.request(`Binary/${id}`)).status).toBe(404);
  }
  const title = '../../etc/passwd\u202Egnp.exe';
  await server.put({ ...media, id: 'm1', content: { ...media.content, title } });
  const read = await server.request('Media/m1');
  expect([await read.json(), read.headers.get('content-disposition')]).toMatchObject([{ content: { title } }, null]);
});
