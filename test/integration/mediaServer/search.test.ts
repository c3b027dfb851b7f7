import { describe, expect, it } from 'vitest';
import { idsOf, linkOf, media, outcomeOf, patient, startTestServer, type TestServer } from './startTestServer.ts';

async function withPeople(): Promise<TestServer> {
  const server = await startTestServer();
  await server.put({ ...patient, name: [{ family: 'Núñez', given: ['Ana', 'María'] }], birthDate: '1980-05-17', identifier: [{ system: 'urn:mrn', value: 'A,1|2' }] });
  await server.put({ ...patient, id: 'p2', name: [{ family: 'Nunes', text: '青木 さくら' }], birthDate: '1980', identifier: [{ value: 'A1' }] });
  await server.put({ ...patient, id: 'p3', name: [{ family: 'Oak' }], identifier: [{ system: 'urn:mrn', value: 'A1' }] });
  return server;
}

describe('search by patient, identifier, name and date', () => {
  it.each([
    ['name=nun', ['p1', 'p2']],
    ['name=MARIA', ['p1']],
    ['name=%E9%9D%92', ['p2']],
    ['name=aria', []],
    ['name=oak,ana', ['p1', 'p3']],
    ['name=nun&name=ana', ['p1']],
    ['birthdate=1980', ['p1', 'p2']],
    ['birthdate=1980-05-17', ['p1']],
    ['birthdate=eq1980-05', ['p1']],
    ['birthdate=lt1980-05-17', ['p2']],
    ['birthdate=gt1980-05-17', ['p2']],
    ['birthdate=ge1981', []],
    ['birthdate=le1980-05-17', ['p1', 'p2']],
    ['identifier=A1', ['p2', 'p3']],
    ['identifier=urn:mrn%7CA1', ['p3']],
    ['identifier=%7CA1', ['p2']],
    ['identifier=urn:mrn%7C', ['p1', 'p3']],
    ['identifier=urn:mrn%7CA%5C,1%5C%7C2', ['p1']],
    ['identifier=urn:mrn%7CA1,%7CA1', ['p2', 'p3']],
    ['identifier=none', []],
    ['_id=p1,p3', ['p1', 'p3']],
    ['_id=p1&_id=p3', []],
    ['_id=p4', []],
    ['_format=json', ['p1', 'p2', 'p3']],
  ])('Patient?%s', async (query, expected) => {
    const server = await withPeople();
    expect(idsOf(await server.search(`Patient?${query}`)).sort()).toEqual(expected);
  });

  it.each(['Media', 'Observation', 'Encounter'])('%s by subject and patient, as an id, a reference or a url', async (type) => {
    const server = await withPeople();
    const shapes: Record<string, object> = {
      Media: media, Observation: { resourceType: 'Observation', status: 'final', code: { text: 'length' } }, Encounter: { resourceType: 'Encounter', status: 'finished', class: { code: 'AMB' } },
    };
    // Who but a patient may be its subject, with a patient's id.
    const other = type === 'Encounter' ? 'Group' : 'Practitioner';
    await server.put({ resourceType: 'Practitioner', id: 'p1' });
    await server.put({ ...shapes[type], id: 'mine', subject: { reference: 'Patient/p1' } });
    await server.put({ ...shapes[type], id: 'theirs', subject: { reference: `${server.baseUrl}/Patient/p2` } });
    await server.put({ ...shapes[type], id: 'staff', subject: { reference: `${other}/p1` } });
    const found = async (query: string) => idsOf(await server.search(`${type}?${query}`)).sort();
    expect(await found('patient=p1')).toEqual(['mine']);
    expect(await found('patient=Patient/p1')).toEqual(['mine']);
    expect(await found(`patient=${encodeURIComponent(`${server.baseUrl}/Patient/p1`)}`)).toEqual(['mine']);
    expect(await found('patient=p2')).toEqual(['theirs']);
    expect(await found(`patient=${other}/p1`)).toEqual([]);
    expect(await found('subject=p1')).toEqual(['mine', 'staff']);
    expect(await found(`subject=${other}/p1`)).toEqual(['staff']);
    expect(await found('subject=p1,p2')).toEqual(['mine', 'staff', 'theirs']);
    await server.put({ ...shapes[type], id: 'mine', subject: { reference: 'Patient/p3' } });
    expect(await found('patient=p1')).toEqual([]);
  });
});

describe('_lastUpdated, _sort and _count', () => {
  it('compares instants with every prefix, inclusive where it says so', async () => {
    const server = await startTestServer({ now: () => Date.parse('2026-03-01T12:00:00.500Z') });
    for (const id of ['a', 'b', 'c']) await server.put({ ...patient, id });
    const found = async (test: string) => idsOf(await server.search(`Patient?_lastUpdated=${encodeURIComponent(test)}`));
    expect(await found('2026-03-01T12:00:00.501Z')).toEqual(['b']);
    expect(await found('gt2026-03-01T12:00:00.501Z')).toEqual(['c']);
    expect(await found('ge2026-03-01T13:00:00.501+01:00')).toEqual(['b', 'c']);
    expect(await found('lt2026-03-01T12:00:00.501Z')).toEqual(['a']);
    expect(await found('le2026-03-01T12:00:00.501Z')).toEqual(['a', 'b']);
    expect(await found('eq2026-03-01')).toEqual(['a', 'b', 'c']);
    expect(await found('gt2026-03-01')).toEqual([]);
    expect(await found('2026-03-01T12:00:00Z')).toEqual(['a', 'b', 'c']);
  });

  it('gives every write an instant of its own, even when the clock stands still or steps back', async () => {
    let now = 5_000;
    const server = await startTestServer({ now: () => now });
    await Promise.all(Array.from({ length: 30 }, (_, index) => server.put({ ...patient, id: `p${String(index)}` })));
    now = 1_000;
    await server.put({ ...patient, id: 'late' });
    const bundle = await server.search('Patient?_sort=-_lastUpdated');
    const instants = (bundle.entry ?? []).map((entry) => Date.parse(entry.resource?.meta?.lastUpdated ?? ''));
    expect(instants).toHaveLength(31);
    expect(new Set(instants).size).toBe(31);
    expect(instants).toEqual([...instants].sort((left, right) => right - left));
    expect(idsOf(bundle)[0]).toBe('late');
  });

  it('pages by next links, tells self, and caps _count', async () => {
    const server = await startTestServer();
    for (const id of ['a', 'b', 'c', 'd', 'e']) await server.put({ ...patient, id });
    const first = await server.search('Patient?_count=2&name=fern');
    expect(idsOf(first)).toEqual(['a', 'b']);
    expect(linkOf(first, 'self')).toBe(`${server.baseUrl}/Patient?name=fern&_count=2`);
    const second = await server.search(linkOf(first, 'next') ?? '');
    expect(idsOf(second)).toEqual(['c', 'd']);
    expect(linkOf(second, 'self')).toBe(linkOf(first, 'next'));
    const third = await server.search(linkOf(second, 'next') ?? '');
    expect([idsOf(third), linkOf(third, 'next')]).toEqual([['e'], undefined]);
    expect(linkOf(await server.search('Patient?_count=5000'), 'self')).toContain('_count=1000');
    expect(first.entry?.[0]?.fullUrl).toBe(`${server.baseUrl}/Patient/a`);
  });

  it.each([
    'colour=red', 'subject=p1', 'name:above=x', '_since=2026-01-01', '_count=-1', '_count=x', '_sort=colour', '_sort=', '_cursor=abc', '_format=xml', 'name=',
    '_lastUpdated=yesterday', '_lastUpdated=nq2026-01-01', 'birthdate:not=1980', '_id:not=a', 'gender:missing=x', 'name:exact:exact=x', 'identifier=%7C', '_sort=name&_sort=_id',
    '_elements=colour', '_summary=all', '_total=x', '_include=Patient:name', '_include=Media:subject', '_has:Media:patient:status=completed', 'constructor=1', '__proto__=1', '_lastUpdated=2026-01-01T10:00:00', '_lastUpdated=2026-01-01T10:00:00+01:00', '_sort=-_lastUpdated&_cursor=12',
  ])('refuses Patient?%s with 400', async (query) => {
    const server = await startTestServer();
    const response = await server.request(`Patient?${query}`);
    expect(response.status).toBe(400);
    expect((await outcomeOf(response)).severity).toBe('error');
  });

  it('refuses patient references that are none', async () => {
    const server = await startTestServer();
    expect((await server.request('Media?patient=a%20b')).status).toBe(400);
    for (const query of ['patient=..%2Fx', 'subject:patient=p1', 'subject:Patient=Practitioner/p1', 'patient.colour=red', 'device.identifier=1', 'site.identifier=1', 'patient.a.b.c.d=1']) {
      expect([query, (await server.request(`Media?${query}`)).status]).toEqual([query, 400]);
    }
  });
});
