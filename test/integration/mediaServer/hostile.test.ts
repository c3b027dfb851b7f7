import fc from 'fast-check';
import { expect, it } from 'vitest';
import { media, patient, startTestServer, type TestServer } from './startTestServer.ts';

const types = fc.constantFrom('Patient', 'Media', 'Binary', 'Observation', 'Appointment', '__proto__', 'metadata', '..');
const words = fc.oneof(
  fc.constantFrom('p1', '../../etc/passwd', '%zz', '%00', 'a'.repeat(300), "';DROP TABLE resource;--", '$everything', '_history', '_history/1', 'W/"1"', '*', '', ','),
  fc.string({ unit: 'grapheme', maxLength: 30 }).map(encodeURIComponent),
);
const names = fc.constantFrom('_id', '_lastUpdated', '_count', '_sort', '_cursor', 'patient', 'subject', 'identifier', 'name', 'birthdate', '_format', 'constructor', '');
const contentTypes = fc.constantFrom('application/fhir+json', 'application/json', 'image/png', 'text/html; charset=x', '/', '');
const bodies = fc.oneof(
  fc.json(),
  fc.constantFrom('', '{', 'null', '{"__proto__":{"polluted":1},"resourceType":"Patient"}', '{"resourceType":"Patient","name":1e999}', '\u0000', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, '['.repeat(50_000)),
  fc.dictionary(fc.constantFrom('status', 'content', 'subject', 'note', 'id', 'meta', 'name', 'identifier', 'extension'), fc.jsonValue()).map((elements) => JSON.stringify({ ...patient, ...elements })),
  fc.dictionary(fc.constantFrom(...Object.keys(media)), fc.jsonValue()).map((elements) => JSON.stringify({ ...media, ...elements })),
);
const requests = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'),
  path: fc.tuple(types, fc.option(words, { nil: undefined })).map(([type, rest]) => (rest === undefined ? type : `${type}/${rest}`)),
  query: fc.array(fc.tuple(names, words), { maxLength: 3 }).map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&')),
  header: fc.constantFrom('if-match', 'if-none-exist', 'range', 'x-security-context', 'accept', 'if-range'),
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
    { numRuns: 600 },
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
