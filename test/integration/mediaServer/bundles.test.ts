import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fhirJson, media, outcomeOf, patient, startTestServer, type TestServer } from './startTestServer.ts';

const responseSchema = z.looseObject({
  type: z.string(),
  entry: z
    .array(z.looseObject({
      resource: z.looseObject({ resourceType: z.string(), id: z.string().optional() }).optional(),
      response: z.looseObject({ status: z.string(), location: z.string().optional(), etag: z.string().optional(), outcome: z.looseObject({}).optional() }),
    }))
    .default([]),
});

const send = (server: TestServer, type: string, entry: readonly object[], headers = {}) =>
  server.request('', { method: 'POST', headers: { ...fhirJson, ...headers }, body: JSON.stringify({ resourceType: 'Bundle', type, entry }) });

async function done(server: TestServer, type: string, entry: readonly object[], headers = {}) {
  const response = await send(server, type, entry, headers);
  expect(response.status).toBe(200);
  return responseSchema.parse(await response.json());
}

const request = (method: string, url: string, resource?: object, more: object = {}) => ({ ...(resource === undefined ? {} : { resource }), request: { method, url, ...more } });
const statuses = ({ entry }: z.infer<typeof responseSchema>) => entry.map(({ response }) => response.status);
const empty = { resourceType: 'Practitioner' };
const total = async (server: TestServer, type: string) => (await server.search(`${type}?_summary=count`)).total;

describe('a transaction', () => {
  it('makes what refers to one another, whatever the order, bytes and all', async () => {
    const server = await startTestServer();
    const bytes = Buffer.from('picture');
    const { type, entry } = await done(server, 'transaction', [
      { fullUrl: 'urn:uuid:m', ...request('POST', 'Media', { ...media, subject: { reference: 'urn:uuid:p' }, content: { contentType: 'image/png', url: 'urn:uuid:b' }, duration: 1.5, identifier: [{ system: 'urn:ietf:rfc:3986', value: 'urn:uuid:m' }] }) },
      { fullUrl: 'urn:uuid:b', ...request('POST', 'Binary', { resourceType: 'Binary', contentType: 'image/png', data: bytes.toString('base64') }) },
      request('GET', 'Media?patient.identifier=urn:mrn%7C7'),
      { fullUrl: 'urn:uuid:p', ...request('PUT', 'Patient/p7', { resourceType: 'Patient', id: 'p7', identifier: [{ system: 'urn:mrn', value: '7' }] }) },
      request('POST', 'Observation', { resourceType: 'Observation', status: 'final', code: { text: 'length' }, subject: { reference: 'urn:uuid:p' }, derivedFrom: [{ reference: 'urn:uuid:m' }] }),
    ]);
    expect(type).toBe('transaction-response');
    expect(entry.map(({ response }) => response.status)).toEqual(['201', '201', '200', '201', '201']);
    const [made, binary, found, , observation] = entry;
    expect(made?.resource).toMatchObject({ subject: { reference: 'Patient/p7' }, content: { url: `Binary/${String(binary?.resource?.id)}` }, identifier: [{ value: 'urn:uuid:m' }] });
    expect(observation?.resource).toMatchObject({ subject: { reference: 'Patient/p7' }, derivedFrom: [{ reference: `Media/${String(made?.resource?.id)}` }] });
    expect(found?.resource).toMatchObject({ resourceType: 'Bundle', entry: [{ resource: { id: made?.resource?.id } }] });
    expect(await (await server.request(String(binary?.response.location).replace(/\/_history.*/, ''))).text()).toBe('picture');
    expect((await server.search(`Observation?derived-from=${String(made?.resource?.id)}`)).entry).toHaveLength(1);
  });

  it('deletes before it creates, and resolves references by search', async () => {
    const server = await startTestServer();
    await server.put({ ...patient, identifier: [{ value: 'A' }] });
    await server.put({ ...media, id: 'old', identifier: [{ value: 'same' }] });
    const answer = await done(server, 'transaction', [
      request('POST', 'Media', { ...media, identifier: [{ value: 'same' }], subject: { reference: 'Patient?identifier=A' } }, { ifNoneExist: 'identifier=same' }),
      request('DELETE', 'Media/old'),
    ]);
    expect(statuses(answer)).toEqual(['201', '204']);
    expect(answer.entry[0]?.resource).toMatchObject({ subject: { reference: 'Patient/p1' } });
    expect(await total(server, 'Media')).toBe(1);
  });

  it.each([
    ['an invalid resource', request('POST', 'Media', { ...media, status: 'no' }), 422],
    ['a subject that does not exist', request('POST', 'Media', { ...media, subject: { reference: 'Patient/nobody' } }), 422],
    ['a stale version', request('PUT', 'Patient/p1', patient, { ifMatch: 'W/"9"' }), 412],
    ['a read of what is not there', request('GET', 'Patient/none'), 404],
    ['an unknown search parameter', request('GET', 'Patient?colour=red'), 400],
    ['a type it does not hold', request('POST', 'Appointment', { resourceType: 'Appointment' }), 404],
    ['the same resource twice', request('PUT', 'Practitioner/new', { ...empty, id: 'new' }), 400],
    ['a conditional reference that finds nobody', request('POST', 'Media', { ...media, subject: { reference: 'Patient?identifier=none' } }), 412],
    ['a patch that does not apply', request('PATCH', 'Patient/p1', { resourceType: 'Binary', contentType: 'application/json-patch+json', data: btoa('[{"op":"remove","path":"/x"}]') }), 422],
    ['a deletion of a whole type', request('DELETE', 'Patient'), 400],
  ])('with %s does nothing at all and says which entry it was', async (_name, bad, status) => {
    const server = await startTestServer();
    await server.put(patient);
    const before = await (await server.request('Patient/p1/_history')).text();
    const response = await send(server, 'transaction', [
      request('PUT', 'Practitioner/new', { ...empty, id: 'new' }), request('POST', 'Practitioner', empty), request('POST', 'Binary', { resourceType: 'Binary', contentType: 'a/b', data: 'AAAA' }), bad,
    ]);
    expect(response.status).toBe(status);
    expect((await outcomeOf(response)).expression?.[0]).toBe('Bundle.entry[3]');
    expect(await total(server, 'Practitioner')).toBe(0);
    expect((await server.request('Binary/_history')).status).toBe(200);
    expect(await (await server.request('Binary/_history')).text()).not.toContain('"entry"');
    expect(await (await server.request('Patient/p1/_history')).text()).toBe(before);
  });
});

it('a batch does what it can, each entry by itself and in order', async () => {
  const server = await startTestServer();
  const answer = await done(server, 'batch', [
    request('PUT', 'Patient/p1', patient),
    request('POST', 'Media', { ...media, status: 'no' }),
    request('GET', `${server.baseUrl}/Patient/p1`),
    request('PATCH', 'Patient/p1', { resourceType: 'Binary', contentType: 'application/json-patch+json', data: btoa('[{"op":"add","path":"/gender","value":"other"}]') }, { ifMatch: 'W/"1"' }),
    request('PUT', 'Media?identifier=1', { ...media, identifier: [{ value: '1' }] }),
    request('GET', 'Patient/p1/_history/1'),
    request('GET', 'Patient/p1', undefined, { ifNoneMatch: 'W/"2"' }),
    request('DELETE', 'Media?identifier=1'),
    request('DELETE', 'Media?identifier=1'),
    request('GET', 'Patient/../metadata'),
    request('PUT', 'Patient', patient),
  ]);
  expect(statuses(answer)).toEqual(['201', '422', '200', '200', '201', '200', '304', '204', '204', '404', '400']);
  expect(answer.entry[1]?.response.outcome).toMatchObject({ issue: [{ expression: ['Media.status'] }] });
  expect(answer.entry[3]).toMatchObject({ resource: { gender: 'other' }, response: { etag: 'W/"2"' } });
  const minimal = await done(server, 'batch', [request('PUT', 'Patient/p1', patient)], { prefer: 'return=minimal' });
  expect(minimal.entry[0]?.resource).toBeUndefined();
  expect((await done(server, 'batch', [])).entry).toEqual([]);
});

it.each([
  ['no Bundle', '{"resourceType":"Patient"}'], ['another type', '{"resourceType":"Bundle","type":"message"}'], ['no request', '{"resourceType":"Bundle","type":"batch","entry":[{}]}'],
  ['an unknown method', '{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"MOVE","url":"Patient"}}]}'], ['no JSON', '{'],
])('what is %s is refused', async (_name, body) => {
  const server = await startTestServer();
  expect((await server.request('', { method: 'POST', headers: fhirJson, body })).status).toBe(400);
});
