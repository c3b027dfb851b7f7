import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cache } from '../../../electron/cache/cache.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { inChart, mustOpen, page } from '../../support/testCache.ts';

let cache: Cache;

beforeEach(async () => {
  cache = await mustOpen(await temporaryDirectory());
});
afterEach(() => cache.close());

describe('bytes to fetch next', () => {
  it('are those of pinned patients, then of patients opened before, latest first, then the newest of all', async () => {
    const patients = ['pinned', 'opened', 'opened later', 'never'].map((id) => ({ resourceType: 'Patient' as const, id, name: [{ family: id }] }));
    await cache.applyPage(page({ patients }));
    const idOf = new Map((await cache.patientsToPull()).map(({ serverId, patientId: id }) => [serverId, id]));
    await cache.pinPatient(idOf.get('pinned') ?? '', true);
    await cache.touchPatient(idOf.get('opened') ?? '', 1000);
    await cache.touchPatient(idOf.get('opened later') ?? '', 2000);
    const of = (patient: string, day: number) => ({ ...(patient !== 'nobody' && { subject: { reference: `Patient/${patient}` } }), createdDateTime: `2026-03-0${String(day)}T10:00:00Z` });
    const taken: readonly (readonly [patient: string, day: number])[] = [['never', 1], ['never', 7], ['opened', 2], ['opened', 5], ['opened later', 3], ['pinned', 1], ['nobody', 6]];
    await cache.applyPage(page({ media: taken.map(([patient, day]) => inChart(`${patient} ${String(day)}`, 1, of(patient, day))) }));
    const next = async (limit: number, except?: readonly string[]) => (await cache.mediaWithoutContent(limit, except)).map(({ serverId }) => serverId);
    const inOrder = ['pinned 1', 'opened later 3', 'opened 5', 'opened 2', 'never 7', 'nobody 6', 'never 1'];
    expect(await next(10)).toEqual(inOrder);
    for (const limit of [1, 4, 5, 6]) expect(await next(limit), String(limit)).toEqual(inOrder.slice(0, limit));
    const [first, , , , fifth] = await cache.mediaWithoutContent(10);
    expect(await next(3, [first?.id ?? '', fifth?.id ?? ''])).toEqual(['opened later 3', 'opened 5', 'opened 2']);
    expect(await next(5, [first?.id ?? '', fifth?.id ?? ''])).toEqual(['opened later 3', 'opened 5', 'opened 2', 'nobody 6', 'never 1']);
    expect((await cache.mediaWithoutContent(10)).map(({ pinned }) => pinned)).toEqual([true, ...Array.from({ length: 6 }, () => false)]);
    expect(await cache.counts()).toMatchObject({ contentMissing: 7 });
  });
});
