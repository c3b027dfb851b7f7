import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { openGatewayChart } from '../../../electron/ehr/xcaliber/openGatewayChart.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { Annotation } from '../../../shared/fhir/elements.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { startDemoMediaServer } from '../../support/demoMediaServer.ts';
import { openRealStation } from '../../support/realStation.ts';
import { recordPicture } from '../../support/recordPicture.ts';

/** The engine against the gateway, nothing standing in for anything; what the chart holds is read in its other dialect. */

const { signal } = new AbortController();
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function openStation(sourceId: string, categories: readonly string[], delayMilliseconds = 30) {
  const demo = await startDemoMediaServer({ delayMilliseconds });
  closers.push(demo.close);
  const station = await openRealStation(unwrap(openGatewayChart(demo.gatewayConnection(sourceId, categories), { confirmMilliseconds: 1_500 })));
  closers.push(station.close);
  const { cache, engine } = station;
  const fhir = unwrap(openFhirChart(demo.connection));
  await engine.runUntilIdle();
  const capture = (bytes: Uint8Array, more: Partial<Media> = {}) => recordPicture(station, bytes, { patientServerId: 'demo-child', more });
  const annotate = (id: string, notes: Annotation[]) => station.edit(id, { note: notes });
  const inChart = async (id: string) => {
    const found = unwrap(await fhir.findMediaByIdentifier(mediaIdentifier(id), signal));
    expect(found).toHaveLength(1);
    return found[0]?.resource;
  };
  const entries = async () => (await cache.outbox()).map(({ operation, state, failure }) => ({ operation, state, failure }));
  return { cache, engine, fhir, changes: station.changes, capture, annotate, inChart, entries };
}

const note: Annotation[] = [{ id: 'n1', authorString: 'N. Nurse', text: 'seen', extension: [{ url: 'https://example.org/e', valueString: '1' }] }];

describe('the engine and a gateway', () => {
  it('bring a picture and a note to a source that keeps them, and prove both', async () => {
    const { cache, engine, capture, annotate, inChart, entries } = await openStation('epic', ['admin']);
    const bytes = randomBytes(300_000);
    const id = await capture(bytes);
    await engine.runUntilIdle();
    expect(await entries()).toStrictEqual([{ operation: 'create', state: 'confirmed', failure: null }]);
    const held = await inChart(id);
    expect(Buffer.from(held?.content.data ?? '', 'base64').equals(bytes)).toBe(true);
    expect((await cache.media(id))?.versionId).toBeNull();

    await annotate(id, note);
    await engine.runUntilIdle();
    expect((await entries()).map(({ state }) => state)).toStrictEqual(['confirmed', 'confirmed']);
    expect((await inChart(id))?.note).toStrictEqual(note);
    expect((await cache.media(id))?.provenAt).not.toBeNull();
  });

  it('read nothing new from a chart that did not change', async () => {
    const { cache, engine, changes, capture } = await openStation('epic', ['admin']);
    await capture(randomBytes(1_000));
    await engine.runUntilIdle();
    expect(changes).toContain('media');
    changes.length = 0;
    await engine.runUntilIdle();
    expect(changes).not.toContain('media');
    expect((await cache.counts()).contentMissing).toBe(0);
  });

  it('say which words a source dropped, keep them here, and leave the picture in the chart', async () => {
    const { cache, engine, capture, inChart, entries } = await openStation('athena', ['insurance-card', 'prescription-card']);
    const id = await capture(randomBytes(1_000), { note });
    await engine.runUntilIdle();
    expect(await entries()).toMatchObject([{ operation: 'create', state: 'parked', failure: { code: 'server.rejected', fields: [{ path: 'Media.note' }] } }]);
    expect((await cache.media(id))?.current.note).toStrictEqual(note);
    expect((await inChart(id))?.meta?.tag).toMatchObject([{ code: 'insurance-card', display: 'Insurance Card' }]);
    expect(await inChart(id)).not.toHaveProperty('note');
    await engine.runUntilIdle();
    expect((await cache.media(id))?.current.note).toStrictEqual(note);
    expect((await cache.mediaView(id))?.safety.state).toBe('needs-you');
  });

  it('merge what somebody else wrote since, though the gateway has no versions', async () => {
    const { cache, engine, fhir, capture, annotate, inChart, entries } = await openStation('epic', ['admin']);
    const id = await capture(randomBytes(1_000));
    await engine.runUntilIdle();
    await annotate(id, note);
    const held = await inChart(id);
    if (!held) throw new Error('not in the chart');
    unwrap(await fhir.updateMedia({ ...held, deviceName: 'theirs' }, held.meta?.versionId, signal));
    await engine.runUntilIdle();
    expect((await entries()).map(({ state }) => state)).toStrictEqual(['confirmed', 'confirmed']);
    expect(await inChart(id)).toMatchObject({ deviceName: 'theirs', note });
    expect((await cache.media(id))?.current).toMatchObject({ deviceName: 'theirs', note });
  });

  it('call a write that shows no effect unconfirmed, and make no second picture of it when it comes late', async () => {
    const { engine, capture, entries, inChart } = await openStation('epic', ['admin'], 10_000);
    const id = await capture(randomBytes(1_000));
    await engine.runUntilIdle();
    expect(await entries()).toMatchObject([{ operation: 'create', state: 'pending', failure: { code: 'server.unconfirmed' } }]);
    await expect.poll(async () => (await entries())[0]?.state, { timeout: 60_000 }).toBe('confirmed');
    await inChart(id);
  });
});
