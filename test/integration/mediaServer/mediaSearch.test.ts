import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMediaServer, type MediaServerHandle } from '../../../electron/mediaServer/startMediaServer.ts';
import { searchParameters } from '../../../electron/mediaServer/fhir/searchParameters.ts';
import { bundleSchema, type Bundle } from '../../../shared/fhir/resources.ts';
import { demoMediaDirectory, fetchToken, fhirJson, idsOf, linkOf, media, testKey } from './startTestServer.ts';

/** One server for all: these tests only read. */
let server: MediaServerHandle;
let token: string;
let dataDirectory: string;
const moment = Date.parse('2026-06-15T12:00:00Z');

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'lightbox-test-'));
  server = await startMediaServer({ dataDirectory, key: testKey, port: 0, seed: false, demoMediaDirectory, now: () => moment });
  token = await fetchToken(server);
  for (const resource of [
    { resourceType: 'Patient', id: 'p1', identifier: [{ system: 'urn:mrn', value: 'A1' }], name: [{ family: 'Núñez' }] },
    { resourceType: 'Patient', id: 'p2', identifier: [{ system: 'urn:mrn', value: 'B2' }], name: [{ family: 'Oak' }] },
    { resourceType: 'Practitioner', id: 'dr', name: [{ family: 'Voss' }] },
    { resourceType: 'Practitioner', id: 'p2', identifier: [{ system: 'urn:mrn', value: 'A1' }] },
    { resourceType: 'Encounter', id: 'e1', status: 'finished', class: { code: 'AMB' }, subject: { reference: 'Patient/p1' } },
    whole,
    { ...media, id: 'bare', status: 'in-progress', subject: { reference: 'Patient/p2' }, createdPeriod: { start: '2026-05-01' } },
    { ...media, id: 'staff', subject: { reference: 'Practitioner/p2' }, type: { text: 'Pencil sketch' }, createdDateTime: '2025' },
  ]) {
    const response = await fetch(`${server.baseUrl}/${resource.resourceType}/${resource.id}`, { method: 'PUT', headers: { ...fhirJson, authorization: `Bearer ${token}` }, body: JSON.stringify(resource) });
    expect(response.status).toBe(201);
  }
});
afterAll(async () => {
  await server.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

const whole = {
  ...media,
  id: 'whole',
  meta: { profile: ['http://profiles.invalid/photo'], source: 'urn:camera', tag: [{ system: 'urn:tags', code: 'teaching' }], security: [{ system: 'urn:labels', code: 'R' }] },
  identifier: [{ system: 'urn:lightbox', value: 'L,1', type: { text: 'Accession' } }],
  basedOn: [{ reference: 'ServiceRequest/s1' }, { identifier: { system: 'urn:orders', value: '77' } }],
  type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/media-type', code: 'image', display: 'Image' }] },
  modality: { coding: [{ system: 'urn:dcm', code: 'XC', display: 'External-camera Photography' }], text: 'Photo' },
  view: { coding: [{ system: 'urn:views', code: 'LAT' }, { system: 'urn:other', code: 'side' }] },
  bodySite: { coding: [{ system: 'http://snomed.info/sct', code: '30021000', display: 'Lower leg' }] },
  encounter: { reference: 'Encounter/e1' },
  createdDateTime: '2026-03-04T10:15:00+01:00',
  operator: { reference: 'Practitioner/dr' },
  device: { reference: 'https://devices.invalid/fhir/Device/d1', identifier: { value: 'SN-9' } },
  width: 300,
  height: 200,
  duration: 1.5,
};

async function get(path: string): Promise<Response> {
  return fetch(path.startsWith('http') ? path : `${server.baseUrl}/${path}`, { headers: { authorization: `Bearer ${token}` } });
}

async function search(query: string): Promise<Bundle> {
  const response = await get(`Media?${query}`);
  expect([query, response.status]).toEqual([query, 200]);
  return bundleSchema.parse(await response.json());
}

/** For each parameter: queries that find `whole` and no other, and queries that find nothing. */
const cases: Readonly<Record<string, { readonly finds: readonly string[]; readonly not: readonly string[] }>> = {
  _id: { finds: ['whole', 'nobody,whole'], not: ['Whole'] },
  _lastUpdated: { finds: ['2026-06-15T12:00:00.005Z', 'ge2026-06-15T12:00:00.005Z&_lastUpdated=eb2026-06-15T12:00:00.006Z'], not: ['lt2026-06-15', 'ne2026', 'sa2026-06-15', 'eb2026-06-15'] },
  _profile: { finds: ['http://profiles.invalid/photo'], not: ['http://profiles.invalid/'] },
  _security: { finds: ['R', 'urn:labels|R', 'urn:labels|'], not: ['|R', 'r'] },
  _source: { finds: ['urn:camera'], not: ['urn:cam'] },
  _tag: { finds: ['teaching', 'urn:tags|teaching,x'], not: ['urn:labels|teaching'] },
  'based-on': { finds: ['ServiceRequest/s1', 's1'], not: ['CarePlan/s1', 's2'] },
  'based-on:identifier': { finds: ['urn:orders|77', '77'], not: ['|77'] },
  'based-on:missing': { finds: ['false'], not: [] },
  created: {
    finds: ['2026-03-04', '2026-03-04T09:15Z', 'ge2026-03-04&created=lt2026-03-05', 'eq2026-03', 'le2026-04-30&created=ge2026', 'sa2026-02&created=eb2026-04'],
    not: ['2026-03-05', 'gt2026-03-05&created=lt2026-04', '2024', 'eb2024-12-31'],
  },
  device: { finds: ['https://devices.invalid/fhir/Device/d1'], not: ['d1', 'https://devices.invalid/fhir/Device/d2'] },
  'device:identifier': { finds: ['SN-9', '|SN-9'], not: ['urn:x|SN-9'] },
  encounter: { finds: ['e1', 'Encounter/e1'], not: ['Encounter/e2', 'Patient/e1'] },
  'encounter:Encounter': { finds: ['e1'], not: ['e2'] },
  'encounter.patient.name': { finds: ['nun'], not: ['oak'] },
  identifier: { finds: [String.raw`L\,1`, String.raw`urn:lightbox|L\,1`, 'urn:lightbox|'], not: ['L', 'L,1', String.raw`urn:x|L\,1`] },
  'identifier:text': { finds: ['acc'], not: ['cession'] },
  modality: { finds: ['XC', 'urn:dcm|XC'], not: ['xc', 'urn:dcm|DX'] },
  'modality:text': { finds: ['photo', 'EXTERNAL-camera'], not: ['camera'] },
  'modality:missing': { finds: ['false'], not: [] },
  operator: { finds: ['dr', 'Practitioner/dr', 'nobody,dr'], not: ['Patient/dr'] },
  'operator.name:exact': { finds: ['Voss'], not: ['voss'] },
  'operator.name:contains': { finds: ['OS'], not: ['x'] },
  patient: { finds: ['p1', 'Patient/p1'], not: ['p3', 'Practitioner/p2', 'Patient/P1'] },
  'patient.identifier': { finds: ['urn:mrn|A1', 'A1'], not: ['|A1', 'urn:mrn|B9'] },
  site: { finds: ['30021000', 'http://snomed.info/sct|30021000'], not: ['http://snomed.info/sct|1'] },
  'site:text': { finds: ['lower'], not: ['leg'] },
  status: { finds: ['completed&type:not=x&_id=whole', 'http://hl7.org/fhir/event-status|completed&modality=XC'], not: ['|completed', 'unknown', 'Completed'] },
  'status:not': { finds: ['in-progress&modality=XC'], not: ['in-progress,completed'] },
  subject: { finds: ['p1', 'Patient/p1'], not: ['Practitioner/p1'] },
  'subject:Patient': { finds: ['p1'], not: ['p3'] },
  'subject:Patient.identifier': { finds: ['A1', 'urn:mrn|A1'], not: ['x'] },
  type: { finds: ['image', 'http://terminology.hl7.org/CodeSystem/media-type|image'], not: ['video', 'Pencil sketch'] },
  'type:not': { finds: ['video&type:missing=false&modality=XC'], not: ['image&modality=XC'] },
  view: { finds: ['LAT', 'side', 'urn:other|side', 'urn:views|LAT&view=side'], not: ['urn:views|side', 'LAT&view=none'] },
};

function encoded(name: string, value: string): string {
  return `${encodeURIComponent(name)}=${value.split('&').map((part) => part.split('=').map(encodeURIComponent).join('=')).join('&')}`;
}

describe('every search parameter of Media', () => {
  it('is in the table', () => {
    const tested = new Set(Object.keys(cases).map((name) => name.split(/[:.]/)[0]));
    expect([...tested].sort()).toEqual(['_id', '_lastUpdated', ...searchParameters.Media.map(({ name }) => name)].sort());
  });

  it.each(Object.entries(cases).flatMap(([name, { finds }]) => finds.map((value) => [name, value] as const)))('%s=%s finds it', async (name, value) => {
    expect(idsOf(await search(encoded(name, value)))).toEqual(['whole']);
  });

  it.each(Object.entries(cases).flatMap(([name, { not }]) => not.map((value) => [name, value] as const)))('%s=%s finds nothing', async (name, value) => {
    expect(idsOf(await search(encoded(name, value)))).toEqual([]);
  });

  it.each([
    ['type:missing=true', ['bare']],
    ['type:missing=false', ['whole', 'staff']],
    ['modality:not=XC', ['bare', 'staff']],
    ['created=gt2026-05-02', ['bare']],
    ['created=ne2025', ['whole', 'bare']],
    ['created=ap2026-06-14', ['bare']],
    ['subject=p2', ['bare', 'staff']],
    ['subject.identifier=A1', ['whole', 'staff']],
    ['subject:Practitioner.identifier=A1', ['staff']],
    ['patient=p1,p2', ['whole', 'bare']],
  ])('%s finds %s', async (query, expected) => {
    expect(idsOf(await search(query))).toEqual(expected);
  });
});

describe('how the answer is shaped', () => {
  it.each([
    ['_sort=created', ['staff', 'whole', 'bare']],
    ['_sort=-created', ['bare', 'whole', 'staff']],
    ['_sort=status,-_id', ['whole', 'staff', 'bare']],
    ['_sort=-modality,_id', ['whole', 'bare', 'staff']],
    ['_sort=_id', ['bare', 'staff', 'whole']],
    ['_sort=subject,type', ['whole', 'bare', 'staff']],
  ])('%s', async (query, expected) => {
    expect(idsOf(await search(query))).toEqual(expected);
    const walked: string[] = [];
    for (let next: string | undefined = `${server.baseUrl}/Media?${query}&_count=1`; next !== undefined; ) {
      const page = bundleSchema.parse(await (await get(next)).json());
      walked.push(...idsOf(page));
      next = linkOf(page, 'next');
    }
    expect(walked).toEqual(expected);
  });

  it('counts', async () => {
    expect(await search('_total=accurate&_count=1')).toMatchObject({ total: 3 });
    expect(await search('_total=none')).not.toHaveProperty('total');
    for (const query of ['_summary=count', '_count=0']) {
      const counted = await search(`patient=p1&${query}`);
      expect([counted.total, counted.entry, linkOf(counted, 'next')]).toEqual([1, undefined, undefined]);
    }
  });

  it('answers the elements asked for, those without which it says something else, and a tag', async () => {
    const [entry] = (await search('_id=whole&_elements=created,note')).entry ?? [];
    expect(Object.keys(entry?.resource ?? {}).sort()).toEqual(['content', 'createdDateTime', 'id', 'meta', 'resourceType', 'status']);
    expect(entry?.resource?.meta?.tag).toEqual([{ system: 'urn:tags', code: 'teaching' }, { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }]);
  });

  it('summarises', async () => {
    const keys = async (summary: string) => Object.keys((await search(`_id=whole&_summary=${summary}`)).entry?.[0]?.resource ?? {});
    expect(await keys('true')).toContain('modality');
    expect(await keys('text')).not.toContain('modality');
    expect(await keys('false')).toEqual(await keys('data'));
  });

  it('includes what matches refer to, once', async () => {
    const bundle = await search('_include=Media:subject&_include=Media:encounter&_include=Media:operator:Practitioner&_include=Media:device&_sort=_id');
    expect(bundle.entry?.map(({ fullUrl, search: how }) => [fullUrl?.slice(server.baseUrl.length + 1), (how as { mode: string }).mode])).toEqual([
      ['Media/bare', 'match'], ['Media/staff', 'match'], ['Media/whole', 'match'],
      ['Patient/p2', 'include'], ['Practitioner/p2', 'include'], ['Patient/p1', 'include'], ['Encounter/e1', 'include'], ['Practitioner/dr', 'include'],
    ]);
    expect((await search('_id=staff&_include=Media:subject:Patient')).entry).toHaveLength(1);
  });

  it('searches by POST as by GET', async () => {
    const response = await fetch(`${server.baseUrl}/Media/_search?_id=whole`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: new URLSearchParams({ patient: 'p1' }) });
    expect(idsOf(bundleSchema.parse(await response.json()))).toEqual(['whole']);
    expect((await fetch(`${server.baseUrl}/Media/_search`, { method: 'POST', body: new URLSearchParams({ patient: 'p1' }) })).status).toBe(401);
  });
});
