import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cache } from '../../../electron/cache/cache.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { inChart, mustOpen, page, withTestPatient } from '../../support/testCache.ts';

let cache: Cache;
let patientId: string;

beforeEach(async () => {
  cache = await mustOpen(await temporaryDirectory());
  patientId = await withTestPatient(cache);
  await cache.setChartBase('https://chart.invalid/fhir');
});

afterEach(() => cache.close());

const of = (address: string, id = 'p1') => ({ subject: { reference: `${address}Patient/${id}` } });

describe('a picture of another server’s patient', () => {
  it('is nobody’s here, whoever has that number', async () => {
    for (const [index, address] of ['https://elsewhere.invalid/fhir/', 'https://chart.invalid/', 'https://chart.invalid/fhir/tenant/'].entries()) {
      const [foreign] = await cache.applyPage(page({ media: [inChart(`m${String(index)}`, 1, of(address))] }));
      expect(foreign?.patientId).toBeNull();
    }
    expect(await cache.mediaOfPatient(patientId)).toStrictEqual([]);
    for (const [index, address] of ['', 'https://chart.invalid/fhir/'].entries()) {
      const [ours] = await cache.applyPage(page({ media: [inChart(`o${String(index)}`, 1, of(address))] }));
      expect(ours?.patientId).toBe(patientId);
    }
  });

  it('is ours where the chart gave it out as that of ours, and only then', async () => {
    const [ours] = await cache.applyPage({ ...page({ media: [inChart('m3', 1, of('https://elsewhere.invalid/fhir/'))] }), askedFor: 'p1' });
    expect(ours?.patientId).toBe(patientId);
    const [other] = await cache.applyPage({ ...page({ media: [inChart('m4', 1, of('https://elsewhere.invalid/fhir/'))] }), askedFor: 'p7' });
    expect(other?.patientId).toBeNull();
  });

  it('is not taken over by a patient who comes later; those of the chart are', async () => {
    const media = [inChart('m5', 1, of('', 'p9')), inChart('m6', 1, of('https://chart.invalid/fhir/', 'p9')), inChart('m7', 1, of('https://elsewhere.invalid/fhir/', 'p9'))];
    await cache.applyPage(page({ media }));
    await cache.applyPage(page({ patients: [{ resourceType: 'Patient', id: 'p9', name: [{ family: 'Novena' }] }] }));
    const [ninth] = await cache.patients('novena');
    expect((await cache.mediaOfPatient(ninth?.id ?? '')).length).toBe(2);
  });
});
