import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCache } from '../../electron/cache/openCache.ts';
import type { Cache } from '../../electron/cache/cache.ts';
import { unwrap, type Result } from '../../shared/errors/result.ts';
import type { Media, Patient } from '../../shared/fhir/resources.ts';
import type { StoredResource, SyncStore } from '../../shared/sync/ports.ts';

export const databaseKey = new Uint8Array(32).fill(1);
export const highWaterKey = new Uint8Array(32).fill(2);

/** The real cache, in its real worker, on a real disk. */
export function openTestCache(directory: string, key = databaseKey): Promise<Result<Cache>> {
  return openCache({
    file: databaseIn(directory),
    key,
    highWaterKey,
    workerEntry: fileURLToPath(new URL('../../electron/cache/cacheWorker.ts', import.meta.url)),
  });
}

export const databaseIn = (directory: string): string => join(directory, 'lightbox.db');
export const markIn = (directory: string): string => join(directory, 'high-water-mark.json');

/** A name no other file on the machine holds, so that it can be looked for. */
export const familyName = 'Quendelbrook';
export const noteText = 'granulation zwiebelturm 4711';

export const testPatient: Patient & { readonly id: string } = {
  resourceType: 'Patient', id: 'p1', name: [{ family: familyName, given: ['Ida', 'Bea'] }], birthDate: '1980-05-12',
  identifier: [{ type: { coding: [{ code: 'MR' }] }, value: 'MRN-77' }],
};

export function testMedia(more: Partial<Media> = {}): Media {
  return {
    resourceType: 'Media', status: 'completed', subject: { reference: 'Patient/p1' }, createdDateTime: '2026-03-01T10:00:00Z',
    content: { contentType: 'image/jpeg', size: 10, hash: 'aaaa' }, ...more,
  };
}

export function inChart(id: string, version: number, more: Partial<Media> = {}): StoredResource<Media> {
  return {
    versionId: String(version),
    resource: { ...testMedia({ content: { contentType: 'image/jpeg', url: `Binary/${id}` }, ...more }), id, meta: { lastUpdated: instant(version) } },
  };
}

const instant = (version: number): string => new Date(Date.UTC(2026, 0, 1) + version * 60_000).toISOString();

type Page = Parameters<SyncStore['applyPage']>[0];

export function page(change: { readonly patients?: Page['patients']; readonly media?: readonly StoredResource<Media>[]; readonly cursor?: string }): Page {
  return {
    scope: 'test',
    cursor: change.cursor,
    patients: change.patients ?? [],
    media: (change.media ?? []).map((stored) => ({ stored, inlineContent: null, deviations: [] })),
  };
}

/** @returns Lightbox's id of the test patient, pulled into the cache. */
export async function withTestPatient(cache: Cache): Promise<string> {
  await cache.applyPage(page({ patients: [testPatient] }));
  const [patient] = await cache.patients('');
  if (!patient) throw new Error('the patient was not pulled');
  return patient.id;
}

export async function capture(cache: Cache, patientId: string, id: string, more: Partial<Media> = {}): ReturnType<Cache['recordCapture']> {
  return cache.recordCapture({
    id, patientId, media: testMedia(more), at: 1000, content: { sha256: id.replaceAll('-', '').padEnd(64, '0'), size: 10 }, thumbnailSha256: null,
  });
}

export async function mustOpen(directory: string): Promise<Cache> {
  return unwrap(await openTestCache(directory));
}
