import { describe, expect, it } from 'vitest';
import { fhirJson, media, outcomeOf, patient, startTestServer } from './startTestServer.ts';

describe('create', () => {
  it('gives its own id, version 1, Location, ETag and Last-Modified', async () => {
    const server = await startTestServer();
    await server.put(patient);
    const response = await server.post({ ...media, id: 'chosen-by-the-client' });
    expect(response.status).toBe(201);
    const { id, meta } = (await response.clone().json()) as { id: string; meta: { versionId: string; lastUpdated: string } };
    expect(id).not.toBe('chosen-by-the-client');
    expect(meta.versionId).toBe('1');
    expect(response.headers.get('etag')).toBe('W/"1"');
    expect(response.headers.get('location')).toBe(`${server.baseUrl}/Media/${id}/_history/1`);
    expect(response.headers.get('last-modified')).toBe(new Date(meta.lastUpdated).toUTCString());
    expect(response.headers.get('content-type')).toMatch(/^application\/fhir\+json/);
  });

  it('keeps the extensions it does not know, in order and digit for digit', async () => {
    const server = await startTestServer();
    const text =
      '{"resourceType":"Patient","meta":{"tag":[{"code":"x"}],"versionId":"77"},"_birthDate":{"extension":[{"url":"urn:a","valueDecimal":1.50}]},"extension":[{"url":"http://xcaliber-fhir/structureDefinition/priority","valueString":"high"},{"url":"urn:b","valueDecimal":0.10e2}],"name":[{"family":"Z","_family":{"id":"f"}}]}';
    const created = await server.request('Patient', { method: 'POST', body: text, headers: fhirJson });
    const body = await created.text();
    const { id, meta } = JSON.parse(body) as { id: string; meta: { lastUpdated: string } };
    expect(body).toBe(
      text
        .replace('"Patient"', `"Patient","id":"${id}"`)
        .replace('"versionId":"77"', `"versionId":"1","lastUpdated":"${meta.lastUpdated}"`),
    );
    expect(await (await server.request(`Patient/${id}`)).text()).toBe(body);
  });

  it('is conditional by If-None-Exist: none 201, one 200, many 412', async () => {
    const server = await startTestServer();
    await server.put(patient);
    const identified = { ...media, identifier: [{ system: 'urn:lightbox', value: 'a,b|c' }] };
    const condition = { 'if-none-exist': `identifier=${encodeURIComponent('urn:lightbox|a\\,b\\|c')}` };
    const first = await server.post(identified, condition);
    const second = await server.post({ ...identified, width: 3 }, condition);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(await second.json()).toEqual(await first.json());
    expect(second.headers.get('etag')).toBe('W/"1"');
    await server.post(identified);
    const third = await server.post(identified, condition);
    expect(third.status).toBe(412);
    expect((await outcomeOf(third)).code).toBe('multiple-matches');
  });

  it('makes one of twenty that race with the same If-None-Exist', async () => {
    const server = await startTestServer();
    await server.put(patient);
    const identified = { ...media, identifier: [{ system: 'urn:lightbox', value: 'race' }] };
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => (await server.post(identified, { 'if-none-exist': 'identifier=urn:lightbox%7Crace' })).status),
    );
    expect(answers.filter((status) => status === 201)).toHaveLength(1);
    expect(answers.filter((status) => status === 200)).toHaveLength(19);
  });

  it('refuses an If-None-Exist that it cannot search', async () => {
    const server = await startTestServer();
    await server.put(patient);
    expect((await server.post(media, { 'if-none-exist': 'colour=red' })).status).toBe(400);
    expect((await server.post(media, { 'if-none-exist': '_count=1' })).status).toBe(400);
  });
});

describe('read and vread', () => {
  it('answers every version, 404 for what never was, 410 for what is deleted', async () => {
    const server = await startTestServer();
    await server.put(patient);
    await server.put({ ...patient, gender: 'female' });
    expect(await server.read('Patient/p1')).toMatchObject({ gender: 'female', meta: { versionId: '2' } });
    expect(await server.read('Patient/p1/_history/1')).not.toHaveProperty('gender');
    expect((await server.request('Patient/p1/_history/3')).status).toBe(404);
    expect((await server.request('Patient/p1/_history/x')).status).toBe(404);
    expect((await server.request('Patient/p2')).status).toBe(404);
    const deleted = await server.request('Patient/p1', { method: 'DELETE' });
    expect([deleted.status, deleted.headers.get('etag')]).toEqual([204, 'W/"3"']);
    const gone = await server.request('Patient/p1');
    expect([gone.status, (await outcomeOf(gone)).code]).toEqual([410, 'deleted']);
    expect((await server.request('Patient/p1/_history/3')).status).toBe(410);
    expect((await server.request('Patient/p1/_history/2')).status).toBe(200);
    expect((await server.request('Patient/p1', { method: 'DELETE' })).status).toBe(204);
    expect((await server.search('Patient')).entry).toBeUndefined();
  });

  it('answers 404 for types it does not hold, 405 for verbs it does not know', async () => {
    const server = await startTestServer();
    const unknown = await server.request('Appointment/1');
    expect([unknown.status, (await outcomeOf(unknown)).code]).toEqual([404, 'not-supported']);
    expect((await server.request('constructor')).status).toBe(404);
    expect((await server.request('Binary/b1', { method: 'PATCH', body: '[]', headers: { 'content-type': 'application/json-patch+json' } })).status).toBe(405);
    expect((await server.request('Patient/p1/_history/1', { method: 'DELETE' })).status).toBe(405);
  });
});

describe('update', () => {
  it('creates under a chosen id, then counts versions up', async () => {
    const server = await startTestServer();
    const statuses = [(await server.put(patient)).status, (await server.put(patient)).status];
    expect(statuses).toEqual([201, 200]);
    expect((await server.request('Patient/p1')).headers.get('etag')).toBe('W/"2"');
  });

  it('honours If-Match: the current version passes, a stale one is 412, an unquoted one is 400 and never ignored', async () => {
    const server = await startTestServer();
    await server.put(patient);
    expect((await server.put(patient, { 'if-match': 'W/"1"' })).status).toBe(200);
    const stale = await server.put(patient, { 'if-match': 'W/"1"' });
    expect([stale.status, (await outcomeOf(stale)).code]).toEqual([412, 'conflict']);
    expect((await server.put(patient, { 'if-match': '2' })).status).toBe(400);
    expect((await server.put(patient, { 'if-match': 'W/"1", W/"2"' })).status).toBe(200);
    expect((await server.put({ ...patient, id: 'p2' }, { 'if-match': 'W/"1"' })).status).toBe(412);
    expect((await server.put({ ...patient, id: 'p2' }, { 'if-match': '*' })).status).toBe(412);
    expect((await server.request('Patient/p1', { method: 'DELETE', headers: { 'if-match': 'W/"1"' } })).status).toBe(412);
    expect((await server.request('Patient/p1')).headers.get('etag')).toBe('W/"3"');
  });

  it('lets one of many updates of the same version through', async () => {
    const server = await startTestServer();
    await server.put(patient);
    const answers = await Promise.all(Array.from({ length: 12 }, async () => (await server.put(patient, { 'if-match': 'W/"1"' })).status));
    expect(answers.filter((status) => status === 200)).toHaveLength(1);
    expect(answers.filter((status) => status === 412)).toHaveLength(11);
  });

  it('does not resurrect what was deleted since; without a condition it makes it anew', async () => {
    const server = await startTestServer();
    await server.put(patient);
    await server.request('Patient/p1', { method: 'DELETE' });
    expect((await server.put(patient, { 'if-match': 'W/"1"' })).status).toBe(412);
    expect((await server.put(patient, { 'if-match': 'W/"2"' })).status).toBe(412);
    const again = await server.put(patient);
    expect([again.status, again.headers.get('etag')]).toEqual([201, 'W/"3"']);
  });

  it('wants the same id in the body as in the url', async () => {
    const server = await startTestServer();
    const put = (body: object) => server.request('Patient/p1', { method: 'PUT', body: JSON.stringify(body), headers: fhirJson });
    for (const body of [{ ...patient, id: 'p2' }, { resourceType: 'Patient' }]) {
      const response = await put(body);
      expect(response.status).toBe(400);
      expect((await outcomeOf(response)).expression).toEqual(['Patient.id']);
    }
    expect((await server.put({ ...patient, id: 'a b' })).status).toBe(400);
  });
});

describe('validation', () => {
  const cases: readonly (readonly [string, object, string])[] = [
    ['no status', { ...media, status: undefined }, 'Media.status'],
    ['a status that is none', { ...media, status: 'done' }, 'Media.status'],
    ['no content', { ...media, content: undefined }, 'Media.content'],
    ['content without data or url', { ...media, content: { contentType: 'image/png' } }, 'Media.content'],
    ['data without contentType (att-1)', { ...media, content: { data: 'AAAA' } }, 'Media.content.contentType'],
    ['data that is not base64', { ...media, content: { contentType: 'image/png', data: 'A*A=' } }, 'Media.content.data'],
    ['two created[x]', { ...media, createdDateTime: '2026-01-01', createdPeriod: { start: '2026' } }, 'Media.created'],
    ['a date that is none', { ...media, createdDateTime: '17/12/2017' }, 'Media.createdDateTime'],
    ['a day that does not exist', { ...media, createdDateTime: '2026-02-30' }, 'Media.createdDateTime'],
    ['an instant without a zone', { ...media, issued: '2026-01-01T10:00:00' }, 'Media.issued'],
    ['a width that is not positive', { ...media, width: 0 }, 'Media.width'],
    ['a note without text', { ...media, note: [{ text: 'a' }, { authorString: 'b' }] }, 'Media.note[1].text'],
    ['null', { ...media, content: { ...media.content, title: null } }, 'Media.content.title'],
    ['an empty array', { ...media, note: [] }, 'Media.note'],
    ['an element that R4 does not have', { ...media, colour: 'red' }, 'Media.colour'],
    ['an element of Meta that only another product has', { ...media, meta: { project: 'urn:x' } }, 'Media.meta.project'],
    ['one deeper down', { ...media, note: [{ text: 'a', tone: 'calm' }] }, 'Media.note[0].tone'],
    ['one in an extension', { ...media, extension: [{ url: 'urn:a', valueColour: 'red' }] }, 'Media.extension[0].valueColour'],
    ['one beside a primitive', { ...media, _status: { note: 'x' } }, 'Media._status.note'],
    ['something beside what is no primitive', { ...media, _content: { id: 'x' } }, 'Media._content'],
    ['two values in an extension', { ...media, extension: [{ url: 'urn:a', valueString: 'a', valueInteger: 1 }] }, 'Media.extension[0].value'],
    ['an extension without url', { ...media, extension: [{ valueString: 'a' }] }, 'Media.extension[0].url'],
    ['an array where one may be', { ...media, deviceName: ['a'] }, 'Media.deviceName'],
    ['one where an array must be', { ...media, note: { text: 'a' } }, 'Media.note'],
    ['a decimal that is a string', { ...media, duration: '1.5' }, 'Media.duration'],
    ['a code with white space', { ...media, language: ' en' }, 'Media.language'],
    ['a contained resource that is wrong', { ...media, contained: [{ resourceType: 'Patient', id: 'c', sex: 'x' }] }, 'Media.contained[0].sex'],
    ['a subject that does not exist', { ...media, subject: { reference: 'Patient/nobody' } }, 'Media.subject'],
    ['a subject of a type that cannot be one', { ...media, subject: { reference: 'Encounter/1' } }, 'Media.subject'],
    ['a subject that is no reference', { ...media, subject: { reference: 'somebody' } }, 'Media.subject.reference'],
  ];

  it.each(cases)('refuses a Media with %s, naming the element', async (_name, resource, expression) => {
    const server = await startTestServer();
    await server.put(patient);
    const response = await server.post(resource);
    expect(response.status).toBe(422);
    expect((await outcomeOf(response)).expression).toEqual([expression]);
    expect((await server.search('Media')).entry).toBeUndefined();
  });

  it('refuses a subject that was deleted, and takes one by absolute url of this server', async () => {
    const server = await startTestServer();
    await server.put(patient);
    expect((await server.post({ ...media, subject: { reference: `${server.baseUrl}/Patient/p1` } })).status).toBe(201);
    expect((await server.post({ ...media, subject: { reference: `${server.baseUrl}/Patient/p9` } })).status).toBe(422);
    await server.request('Patient/p1', { method: 'DELETE' });
    expect((await server.post(media)).status).toBe(422);
  });

  it('refuses what is not a resource of that type', async () => {
    const server = await startTestServer();
    const post = (body: string, contentType = 'application/fhir+json') => server.request('Patient', { method: 'POST', body, headers: { 'content-type': contentType } });
    expect((await post('{')).status).toBe(400);
    expect((await post('[]')).status).toBe(400);
    expect((await post('')).status).toBe(400);
    expect((await post('{"resourceType":"Media"}')).status).toBe(400);
    expect((await post('<Patient/>', 'application/fhir+xml')).status).toBe(415);
    expect((await post('{"resourceType":"Patient","gender":"x"}')).status).toBe(422);
    expect((await server.post({ resourceType: 'Encounter', status: 'finished' })).status).toBe(422);
    expect((await server.post({ resourceType: 'Observation', status: 'final' })).status).toBe(422);
    expect((await server.post({ resourceType: 'Encounter', status: 'finished', class: { code: 'AMB' } })).status).toBe(201);
    expect((await server.post({ resourceType: 'Observation', status: 'final', code: { text: 'length' } })).status).toBe(201);
    expect((await server.post({ resourceType: 'Practitioner' })).status).toBe(201);
  });

  it('keeps everything that R4 has and it does not read itself', async () => {
    const server = await startTestServer();
    await server.put(patient);
    const full = {
      ...media, id: 'full', language: 'en', implicitRules: 'urn:rules', text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' },
      contained: [{ resourceType: 'Device', id: 'd', deviceName: [{ name: 'Camera', type: 'model-name' }] }], modifierExtension: [{ url: 'urn:m', valueBoolean: true }],
      partOf: [{ reference: 'Procedure/1' }], device: { reference: '#d' }, _status: { extension: [{ url: 'urn:s', valueCode: 'x' }] }, reasonCode: [{ text: 'itch', coding: [{ code: 'a', userSelected: true }] }],
      note: [{ authorReference: { reference: 'Patient/p1' }, time: '2026-01-01T00:00:00+02:00', text: 'a', _text: { id: 't' } }], frames: 2, duration: 1.25, issued: '2026-01-01T00:00:00.5Z',
      extension: [{ url: 'urn:a', extension: [{ url: 'b', valuePeriod: { start: '2026' } }, { url: 'c', valueQuantity: { value: 1, comparator: '<', unit: 'mm' } }] }],
    };
    expect((await server.put(full)).status).toBe(201);
    expect(await server.read('Media/full')).toMatchObject(full);
  });

  it('refuses a resource that is too large', async () => {
    const server = await startTestServer();
    const response = await server.post({ ...patient, text: { div: 'x'.repeat(33 * 1024 * 1024) } });
    expect([response.status, (await outcomeOf(response)).code]).toEqual([413, 'too-long']);
  });
});
